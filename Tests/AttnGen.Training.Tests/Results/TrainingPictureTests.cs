using AttnGen.Training.Tests.Support;
using SkiaSharp;

namespace AttnGen.Training.Tests.Results;

public sealed class TrainingPictureTests
{
    [Fact]
    public void Both_panels_show_something()
    {
        using var picture = SKBitmap.Decode(TrainingPicture.Draw(Report(seed: 5)));
        Assert.Equal((1200, 800), (picture.Width, picture.Height));
        Assert.True(Colors(picture, 0, 400) > 20, "The upper panel is blank.");
        Assert.True(Colors(picture, 460, 800) > 20, "The lower panel is blank.");
    }

    [Fact]
    public void Other_numbers_give_another_picture_and_the_same_numbers_the_same() =>
        Assert.True(TrainingPicture.Draw(Report(5)).AsSpan().SequenceEqual(TrainingPicture.Draw(Report(5)))
            && !TrainingPicture.Draw(Report(5)).AsSpan().SequenceEqual(TrainingPicture.Draw(Report(6))));

    /// <summary>With 2000 steps the ticks have groups of three, and the losses' have decimals.</summary>
    [Fact]
    public void A_picture_is_the_same_in_every_culture()
    {
        TrainingReport report = Report(5) with { Steps = [.. Report(5).Steps.Select(step => step with { Step = step.Step * 20 })] };
        Assert.Equal(TrainingPicture.Draw(report), Cultures.In("de", () => TrainingPicture.Draw(report)));
    }

    [Fact]
    public void A_run_without_steps_is_refused() =>
        Assert.Contains("no steps", Assert.Throws<ArgumentException>(() => TrainingPicture.Draw(Report(5) with { Steps = [] })).Message, StringComparison.Ordinal);

    [Fact]
    public void Another_title_gives_another_picture_so_that_text_shows() =>
        Assert.NotEqual(TrainingPicture.Draw(Report(5) with { Name = "one run" }), TrainingPicture.Draw(Report(5) with { Name = "run one" }));

    [Fact]
    public void The_font_comes_with_the_assembly_and_has_the_signs_of_a_picture()
    {
        PictureFont.Register();
        // Not disposed here: ScottPlot keeps it.
        SKTypeface font = ScottPlot.Fonts.GetTypeface(PictureFont.Name, ScottPlot.FontWeight.Normal, ScottPlot.FontSlant.Upright, ScottPlot.FontSpacing.Normal);
        Assert.Equal("DejaVu Sans", font.FamilyName);
        Assert.DoesNotContain((ushort)0, font.GetGlyphs("0123456789.,-+eE:/%()_ abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ\u2212\u2013\u00b1\u00d7\u03bb\u03b7"));
    }

    [Fact]
    public void A_run_of_one_step_without_evaluations_shows_its_rates()
    {
        using var picture = SKBitmap.Decode(TrainingPicture.Draw(Report(5) with { Steps = [Report(5).Steps[0]], Evaluations = [] }, 640, 480));
        Assert.Equal((640, 480), (picture.Width, picture.Height));
        Assert.True(Colors(picture, 0, 240) > 20, "The upper panel is blank.");
        Assert.True(Colors(picture, 280, 480) > 20, "The lower panel is blank.");
    }

    [Theory]
    [InlineData(319, 480)]
    [InlineData(640, 9000)]
    public void A_size_out_of_range_is_refused(int width, int height) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TrainingPicture.Draw(Report(5), width, height));

    private static TrainingReport Report(int seed)
    {
        var random = new Random(seed);
        return new TrainingReport
        {
            Name = "test",
            Started = DateTimeOffset.UnixEpoch,
            Seconds = 1,
            Completed = true,
            Versions = RunVersions.Current(),
            PeakMemoryBytes = 1,
            Steps = [.. Enumerable.Range(1, 100).Select(step => new StepReport(step, 0, (1.0 / step) + (0.1 * random.NextDouble()), [new GroupRate("value", 1e-3)], 16, 100, 0.1))],
            Evaluations = [.. new[] { 50, 100 }.Select(step => new EvaluationReport(step, 0, new EvaluationResult(0.4, new Dictionary<string, double> { ["accuracy"] = 0.7 + (0.001 * step) }, 100, 1)))],
        };
    }

    private static int Colors(SKBitmap picture, int top, int bottom)
    {
        var colors = new HashSet<SKColor>();
        for (var y = top; y < bottom; y++)
        {
            for (var x = 0; x < picture.Width; x++)
            {
                colors.Add(picture.GetPixel(x, y));
            }
        }

        return colors.Count;
    }
}
