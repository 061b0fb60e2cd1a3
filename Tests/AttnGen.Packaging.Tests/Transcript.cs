using System.Globalization;
using System.Text.RegularExpressions;

namespace AttnGen.Packaging.Tests;

/// <summary>What a command is expected to print: <c>...</c> stands for any lines, or for any text of a line, and a measured number is near the one that is there.</summary>
/// <param name="Command">The command.</param>
/// <param name="Lines">The lines.</param>
internal sealed partial record Transcript(string Command, IReadOnlyList<string> Lines)
{
    private const string Any = "...";
    private const string Prompt = "$ ";
    private const double Tolerance = 0.15;

    public static IReadOnlyList<Transcript> Read(GuideBlock block)
    {
        var starts = block.Lines.Index().Where(line => line.Item.StartsWith(Prompt, StringComparison.Ordinal)).Select(line => line.Index).Append(block.Lines.Count).ToArray();
        Assert.Equal(0, starts[0]);
        return [.. starts.Zip(starts.Skip(1), (start, end) => new Transcript(block.Lines[start][Prompt.Length..], [.. block.Lines.Skip(start + 1).Take(end - start - 1)]))];
    }

    /// <summary>Whether the lines are these, up to what differs between machines.</summary>
    public bool Fits(IReadOnlyList<string> printed) => Fits(0, printed, 0);

    private bool Fits(int expected, IReadOnlyList<string> printed, int from)
    {
        if (expected == Lines.Count)
        {
            return from == printed.Count;
        }

        return Lines[expected] == Any
            ? Enumerable.Range(from, printed.Count - from + 1).Any(rest => Fits(expected + 1, printed, rest))
            : from < printed.Count && Fits(Lines[expected], printed[from]) && Fits(expected + 1, printed, from + 1);
    }

    private static bool Fits(string expected, string printed)
    {
        var pattern = string.Join(".*", expected.Split(Any).Select(part => Measured().Replace(Regex.Escape(part), @"(\d\.\d{3})")));
        var match = Regex.Match(printed, $"^{pattern}$");
        return match.Success && Measured().Matches(Regex.Escape(expected)).Zip(match.Groups.Values.Skip(1), (there, here) => Math.Abs(Number(there.Value) - Number(here.Value))).All(difference => difference < Tolerance);
    }

    private static double Number(string text) => double.Parse(text.Replace("\\", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    /// <summary>Losses and accuracies, which have three digits, in an escaped text.</summary>
    [GeneratedRegex(@"(?<![\d.])\d\\\.\d{3}(?![\d.%])")]
    private static partial Regex Measured();
}
