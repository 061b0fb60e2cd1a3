using System.Globalization;
using System.Text.RegularExpressions;

namespace AttnGen.Examples.Tests;

public sealed partial class EmbedTests
{
    [Theory]
    [InlineData("Embed/Before")]
    [InlineData("Embed/After")]
    public async Task The_loss_falls(string project)
    {
        var run = await ExamplePrograms.RunAsync(project, []);
        Assert.True(run.ExitCode == 0, run.Errors);
        var losses = Losses(run.Output);
        Assert.Equal(8, losses.Count);
        Assert.True(losses[^1] < 0.7 * losses[0], run.Output);
    }

    [Fact]
    public async Task The_committed_log_shows_the_same_numbers_under_the_JIT_and_under_NativeAOT()
    {
        var losses = Losses(await File.ReadAllTextAsync(SourceTree.At("Examples", "Embed", "results", "native-aot.txt")));
        Assert.Equal(16, losses.Count);
        Assert.Equal(losses[..8], losses[8..]);
    }

    private static List<double> Losses(string text) =>
        [.. Loss().Matches(text).Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"loss ([0-9.]+)")]
    private static partial Regex Loss();
}
