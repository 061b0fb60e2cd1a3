namespace AttnGen.Packaging.Tests;

/// <summary>What a guide may promise loosely, and what it may not.</summary>
public sealed class TranscriptTests
{
    [Theory]
    [InlineData("a|b", "a|b", true)]
    [InlineData("a|b", "a", false)]
    [InlineData("a", "a|b", false)]
    [InlineData("...|b", "a|x|b", true)]
    [InlineData("a|...", "a", true)]
    [InlineData("...", "a|b", true)]
    [InlineData("...|b|...|c", "b|x|b|c", true)]
    [InlineData("...|b|c", "b|x|c", false)]
    [InlineData("... error X: (y). ...", "/p/f(1,2): error X: (y). (z)", true)]
    [InlineData("... error X: (y). ...", "/p/f(1,2): error X: y. (z)", false)]
    [InlineData("step 100  loss 0.503", "step 100  loss 0.521", true)]
    [InlineData("step 100  loss 0.503", "step 100  loss 0.903", false)]
    [InlineData("step 100  loss 0.503", "step 200  loss 0.503", false)]
    [InlineData("step 100  loss 0.503", "step 100  loss NaN", false)]
    [InlineData("total 1,154 of 35,202 (3.28 %)", "total 1,155 of 35,202 (3.28 %)", false)]
    [InlineData("rate 1.0e-3", "rate 1.1e-3", false)]
    public void It_fits_what_differs_between_machines_only(string expected, string printed, bool fits) =>
        Assert.Equal(fits, new Transcript("dotnet run", expected.Split('|')).Fits(printed.Split('|')));

    [Fact]
    public void Commands_and_what_they_print_are_told_apart()
    {
        var block = Assert.Single(GuideBlock.Read("text\n```console or\n$ a b\n$ c\n1\n\n2\n```\n"));
        Assert.Equal((2, "console", "or"), (block.Line, block.Kind, block.Name));
        var transcripts = Transcript.Read(block);
        Assert.Equal(["a b", "c"], transcripts.Select(transcript => transcript.Command));
        Assert.Equal(["1", "", "2"], transcripts[1].Lines);
        Assert.Empty(transcripts[0].Lines);
    }

    [Fact]
    public void A_diff_replaces_what_stands_in_the_file_once()
    {
        var block = Assert.Single(GuideBlock.Read("```diff F\n-a\n+b\n c\n@@\n-d\n```"));
        Assert.Equal("b\nc\n", block.Apply("a\nc\nd\n"));
        Assert.Contains("Line 1 of the guide", Assert.ThrowsAny<Exception>(() => block.Apply("a\nc\na\nc\nd\n")).Message, StringComparison.Ordinal);
    }
}
