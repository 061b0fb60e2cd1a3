using CsCheck;

namespace AttnGen.Tests.Foreign;

public sealed class PathPatternTests
{
    [Theory]
    [InlineData("a.b", "a.b", true)]
    [InlineData("a.b", "a", false)]
    [InlineData("a.*", "a.b", true)]
    [InlineData("a.*", "a.b.c", false)]
    [InlineData("**.c", "a.b.c", true)]
    [InlineData("**.c", "c", true)]
    [InlineData("a.**", "a", true)]
    [InlineData("a.**.c", "a.b.b.c", true)]
    [InlineData("**.b.**.c", "a.b.x.b.c", true)]
    [InlineData("**.b.c", "b.c.b.x.c", false)]
    public void A_path_is_matched_part_by_part(string pattern, string path, bool matches) => Assert.Equal(matches, PathPattern.Parse(pattern).Pattern!.Matches(path));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a.")]
    [InlineData("a b")]
    [InlineData("a*")]
    [InlineData("***")]
    public void What_is_no_path_is_said(string text) => Assert.Contains($"\"{text}\" is no path", PathPattern.Parse(text).Problem, StringComparison.Ordinal);

    /// <summary>Compared with the definition, which tries every length for each <c>**</c>.</summary>
    [Fact]
    public void Matching_is_that_of_the_definition() => Gen.Select(Names("a", "b", "*", "**").Array[1, 6], Names("a", "b").Array[1, 7])
        .Sample((pattern, path) => PathPattern.Parse(string.Join('.', pattern)).Pattern!.Matches(string.Join('.', path)) == Defined(pattern, path));

    [Fact]
    public void Many_stars_take_no_time()
    {
        var pattern = PathPattern.Parse(string.Join('.', Enumerable.Repeat("**.a", 40)) + ".b").Pattern!;
        Assert.False(pattern.Matches(string.Join('.', Enumerable.Repeat("a", 400))));
    }

    private static Gen<string> Names(params string[] names) => Gen.Int[0, names.Length - 1].Select(index => names[index]);

    private static bool Defined(ReadOnlySpan<string> pattern, ReadOnlySpan<string> path)
    {
        if (pattern.IsEmpty)
        {
            return path.IsEmpty;
        }

        if (pattern[0] != "**")
        {
            return !path.IsEmpty && (pattern[0] == "*" || pattern[0] == path[0]) && Defined(pattern[1..], path[1..]);
        }

        for (var taken = 0; taken <= path.Length; taken++)
        {
            if (Defined(pattern[1..], path[taken..]))
            {
                return true;
            }
        }

        return false;
    }
}
