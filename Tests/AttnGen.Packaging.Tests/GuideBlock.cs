namespace AttnGen.Packaging.Tests;

/// <summary>A fenced block of a guide.</summary>
/// <param name="Line">The line of the guide on which it begins.</param>
/// <param name="Kind">The first word after the fence: <c>console</c>, <c>diff</c>, or a file's language.</param>
/// <param name="Name">What follows: the file's name; <c>or</c> of a console for what the one before it may print instead.</param>
/// <param name="Lines">Its text.</param>
internal sealed record GuideBlock(int Line, string Kind, string Name, IReadOnlyList<string> Lines)
{
    private const string Fence = "```";

    public static IReadOnlyList<GuideBlock> Read(string guide)
    {
        var lines = guide.ReplaceLineEndings("\n").Split('\n');
        var blocks = new List<GuideBlock>();
        for (var index = 0; index < lines.Length; index++)
        {
            if (!lines[index].StartsWith(Fence, StringComparison.Ordinal))
            {
                continue;
            }

            var words = lines[index][Fence.Length..].Split(' ', 2);
            var text = lines.Skip(index + 1).TakeWhile(line => line != Fence).ToArray();
            blocks.Add(new GuideBlock(index + 1, words[0], words.ElementAtOrDefault(1) ?? "", text));
            index += text.Length + 1;
        }

        return blocks;
    }

    /// <summary>A file's text after the replacements of a diff, hunk by hunk; what a hunk removes and keeps stands in the file once.</summary>
    public string Apply(string text)
    {
        foreach (var hunk in string.Join('\n', Lines).Split("\n@@\n"))
        {
            var lines = hunk.Split('\n');
            var (before, after) = (Side(lines, '-'), Side(lines, '+'));
            Assert.True(text.Split(before).Length == 2, $"Line {Line} of the guide: this does not stand in {Name} once:\n{before}");
            text = text.Replace(before, after, StringComparison.Ordinal);
        }

        return text;
    }

    private static string Side(IEnumerable<string> lines, char sign) => string.Concat(lines.Where(line => line[0] == ' ' || line[0] == sign).Select(line => line[1..] + "\n"));
}
