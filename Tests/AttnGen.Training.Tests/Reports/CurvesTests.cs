using System.Xml.Linq;
using SkiaSharp;

namespace AttnGen.Training.Tests.Reports;

/// <summary>Curves by step: means, and the steps to the baseline's final score.</summary>
public sealed class CurvesTests
{
    private static readonly ReportRow Slow = new("slow", [Runs.Curve(1, (100, 0.5), (200, 0.6), (300, 0.7)), Runs.Curve(2, (100, 0.5), (200, 0.7), (300, 0.8))]);
    private static readonly ReportRow Fast = new("fast", [Runs.Curve(1, (100, 0.6), (200, 0.75), (300, 0.8))]);

    [Fact]
    public void Means_are_by_step_and_the_faster_one_needs_fewer()
    {
        XElement page = Page(Slow, Fast);
        // The baseline ends at 75, which it reaches at step 300 and the other at 200.
        Assert.Equal([0.75, 300, 1], Numbers(page.Row("slow")));
        Assert.Equal([0.8, 200, Math.Round(2 / 3.0, 12)], Numbers(page.Row("fast")));
        Assert.Equal(["100", "200", "300"], page.Columns(1).Skip(1));
        Assert.Equal([0.5, 0.65, 0.75], Numbers(page.Row("slow", 1)));
        Assert.Equal(["60.00", "75.00", "80.00"], page.Row("fast", 1).Select(cell => cell.Value));
    }

    /// <summary>Their sums, in the order of the seeds, differ in the last digit.</summary>
    [Fact]
    public void As_many_right_answers_in_other_seeds_reach_the_score()
    {
        XElement page = Page(Of("slow", 740, 741, 743), Of("fast", 740, 743, 741));
        Assert.Equal(["85.02", "200", "1\u00D7"], page.Row("fast").Select(cell => cell.Value));

        static ReportRow Of(string label, params int[] right) => new(label, [.. right.Select((count, seed) => Runs.Curve(seed, (100, 0.5), (200, count / 872.0)))]);
    }

    [Fact]
    public void Who_never_reaches_the_score_has_no_steps() =>
        Assert.Equal(["55.00", "\u2013", "\u2013"], Page(Slow, new ReportRow("weak", [Runs.Curve(1, (100, 0.5), (300, 0.55))])).Row("weak").Select(cell => cell.Value));

    [Fact]
    public void Steps_that_not_all_runs_were_evaluated_at_are_left_out()
    {
        XElement page = Page(Slow, new ReportRow("uneven", [Runs.Curve(1, (100, 0.4), (150, 1), (200, 0.6)), Runs.Curve(2, (100, 0.6), (200, 0.8), (300, 1))]));
        Assert.Equal(["50.00", "70.00", "\u2013"], page.Row("uneven", 1).Select(cell => cell.Value));
    }

    [Fact]
    public void Diverged_runs_are_left_out_and_counted()
    {
        SweepResult stopped = Runs.Curve(2, (100, 0.1)) with { Status = SweepStatus.Diverged };
        XElement page = Page(Slow, new ReportRow("some", [.. Fast.Results, stopped]), new ReportRow("all", [stopped]));
        Assert.Equal(0.8, page.Row("some")[0].Numbers()[0]);
        Assert.Equal("n = 1, 1 diverged", page.Table()[1][0].Element("small")!.Value);
        Assert.Equal(["\u2013", "\u2013", "\u2013"], page.Row("all").Select(cell => cell.Value));
    }

    [Fact]
    public void A_baseline_without_a_final_score_gives_no_steps() =>
        Assert.Equal(["80.00", "\u2013", "\u2013"], Page(new ReportRow("slow", [Runs.Curve(1, (100, 0.5), (200, double.NaN))]), Fast).Row("fast").Select(cell => cell.Value));

    [Fact]
    public void The_picture_shows_every_curve()
    {
        using SKBitmap picture = SKBitmap.Decode(Page(Slow, Fast).Picture());
        Assert.Equal((1200, 640), (picture.Width, picture.Height));
        Dictionary<SKColor, int> colors = picture.Pixels.CountBy(pixel => pixel).ToDictionary();
        Assert.All(new[] { new SKColor(0x00, 0x72, 0xB2), new SKColor(0xD5, 0x5E, 0x00) }, color => Assert.True(colors.GetValueOrDefault(color) > 200, $"The picture has no curve in {color}."));
    }

    /// <summary>Where a curve ends is what is looked for.</summary>
    [Fact]
    public void A_legend_of_many_curves_hides_none_of_them()
    {
        ReportRow falling = new("slow", [Runs.Curve(1, (100, 0.9), (200, 0.1))]);
        ReportRow[] level = [.. Enumerable.Range(0, 6).Select(place => new ReportRow($"a strategy {place}", [Runs.Curve(1, (100, 0.95), (200, 0.95))]))];
        int few = Blue(falling, level[0]);
        Assert.InRange(Blue([falling, .. level]), 0.95 * few, 1.05 * few);

        static int Blue(params ReportRow[] rows)
        {
            using SKBitmap picture = SKBitmap.Decode(Page(rows).Picture());
            return picture.Pixels.Count(pixel => pixel == new SKColor(0x00, 0x72, 0xB2));
        }
    }

    [Fact]
    public void One_step_and_an_undefined_one_can_be_drawn()
    {
        foreach (ReportRow row in new[] { new ReportRow("slow", [Runs.Curve(1, (100, 0.5))]), new ReportRow("slow", [Runs.Curve(1, (100, double.NaN), (200, 0.5))]), new ReportRow("slow", [Runs.Curve(1, (100, double.NaN))]) })
        {
            using SKBitmap picture = SKBitmap.Decode(Page(row).Picture());
            Assert.True(picture.Pixels.Distinct().Count() > 20, "The picture is blank.");
        }
    }

    [Fact]
    public void Thousands_of_steps_are_a_picture_and_a_table()
    {
        (long, double)[] points = [.. Enumerable.Range(1, 3000).Select(step => ((long)step, 1 - (1.0 / step)))];
        XElement page = Page(new ReportRow("slow", [Runs.Curve(1, points)]));
        Assert.Equal(points.Select(point => Math.Round(point.Item2, 12)), Numbers(page.Row("slow", 1)));
        using SKBitmap picture = SKBitmap.Decode(page.Picture());
        Assert.True(picture.Pixels.Distinct().Count() > 20, "The picture is blank.");
    }

    [Fact]
    public void Without_evaluations_there_is_no_picture()
    {
        XElement page = Page(new ReportRow("slow", [Runs.Of()]));
        Assert.Contains("No evaluations of RTE.", page.Value, StringComparison.Ordinal);
        Assert.Empty(page.Descendants("img"));
    }

    [Fact]
    public void An_evaluation_without_the_metric_is_named()
    {
        SweepResult result = Runs.Curve(1, (100, 0.5)) with { Evaluations = [new EvaluationReport(70, 0, new EvaluationResult(0.5, new Dictionary<string, double>(), 10, 1))] };
        Assert.Contains("does not have at step 70: it has no metrics", Assert.Throws<InvalidDataException>(() => Page(new ReportRow("slow", [result]))).Message, StringComparison.Ordinal);
    }

    private static double[] Numbers(IEnumerable<XElement> cells) => [.. cells.SelectMany(cell => cell.Numbers()).Select(number => Math.Round(number, 12))];

    private static XElement Page(params IReadOnlyList<ReportRow> rows) => Pages.Read(new CurvesSection { Title = "Curves", Task = "RTE", Rows = rows, Metric = Runs.Accuracy, Baseline = "slow" });
}
