using System.Xml.Linq;
using SkiaSharp;

namespace AttnGen.Training.Tests.Reports;

/// <summary>Heat maps: the numbers of the table, read back, and what the picture shows.</summary>
public sealed class HeatMapTests
{
    [Fact]
    public void A_cell_has_the_mean_of_its_rates()
    {
        double[] rates = [2e-5, 5e-5, 1e-4];
        double[] factors = [1, 2, 4];
        SeededRandom random = new(4);
        SweepResult[] results = [.. from rate in rates from factor in factors from seed in new[] { 1, 2 } select Runs.Of("QQP", random.NextDouble(), seed, rate, factor)];
        XElement page = Page(results);
        // 4 * 5e-5 and 2 * 1e-4 are one rate.
        Assert.Equal(["2e-5", "4e-5", "5e-5", "8e-5", "1e-4", "2e-4", "4e-4"], page.Columns().Skip(1));
        foreach (IGrouping<(double, double), SweepResult> cell in results.GroupBy(result => (result.LearningRate, result.LearningRate * result.ValueLrScale!.Value)))
        {
            double expected = cell.Average(result => result.Metrics["accuracy"]);
            int column = page.Columns().IndexOf(ReportNumber.Rate(cell.Key.Item2)) - 1;
            Assert.Equal(expected, page.Row(ReportNumber.Rate(cell.Key.Item1))[column].Numbers()[0], 1e-12);
        }

        Assert.Equal(9, page.Descendants("td").Count(cell => cell.Descendants("data").Any()));
    }

    [Fact]
    public void The_highest_base_rate_is_above_as_in_the_picture() =>
        Assert.Equal(["1e-3", "1e-4"], Page(Runs.Of(rate: 1e-4), Runs.Of(rate: 1e-3)).Table().Select(row => row[0].Value));

    [Fact]
    public void The_best_is_marked_and_cells_that_diverged_are_not_numbers()
    {
        XElement page = Page(Runs.Of(score: 0.8, rate: 1e-4), Runs.Of(score: 0.9, rate: 1e-4, lambda: 4), Runs.Diverged(rate: 4e-4), Runs.Of(score: 0.95, rate: 4e-4, lambda: 4), Runs.Diverged(seed: 2, rate: 4e-4, lambda: 4));
        Assert.Equal(["80.00n = 1", "90.00n = 1", "\u2013"], page.Row("1e-4").Select(cell => cell.Value));
        Assert.Equal(["\u2013", "divergedn = 0, 1 diverged", "95.00n = 1, 1 diverged"], page.Row("4e-4").Select(cell => cell.Value));
        Assert.Equal("90.00", Assert.Single(page.Descendants("strong")).Element("data")!.Value);
        Assert.Contains("Best: 90.00 at 1e-4 and 4e-4 (factor 4).", page.Descendants("figcaption").Single().Value, StringComparison.Ordinal);
        Assert.Contains("Best: 90.00 at 1e-4", page.Descendants("img").Single().Attribute("alt")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void The_picture_has_the_size_that_the_page_says_and_shows_its_cells()
    {
        XElement page = Page(Runs.Of(score: 0.2, rate: 1e-4), Runs.Of(score: 0.9, rate: 2e-4), Runs.Diverged(rate: 4e-4));
        using SKBitmap picture = SKBitmap.Decode(page.Picture());
        XElement image = page.Descendants("img").Single();
        Assert.Equal((image.Attribute("width")!.Value, image.Attribute("height")!.Value), ($"{picture.Width}", $"{picture.Height}"));
        Dictionary<SKColor, int> colors = Colors(picture);
        // Both ends of the colours, and the grey of what diverged.
        ScottPlot.Colormaps.Viridis shades = new();
        Assert.All(new[] { shades.GetColor(0).ToSKColor(), shades.GetColor(1).ToSKColor(), new SKColor(0xD9, 0xD9, 0xD9) }, color => Assert.True(colors.GetValueOrDefault(color) > 500, $"The picture has no cell in {color}."));
    }

    [Fact]
    public void Other_scores_give_another_picture() => Assert.NotEqual(Page(Runs.Of(score: 0.2)).Picture(), Page(Runs.Of(score: 0.3)).Picture());

    [Fact]
    public void One_cell_and_cells_that_all_diverged_are_pictures_too()
    {
        foreach (XElement page in new[] { Page(Runs.Of()), Page(Runs.Diverged()) })
        {
            using SKBitmap picture = SKBitmap.Decode(page.Picture());
            Assert.True(Colors(picture).Count > 20, "The picture is blank.");
        }

        Assert.Contains("No cell has a score", Page(Runs.Diverged()).Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_grid_too_large_for_text_is_a_picture_of_bounded_size()
    {
        XElement page = Page([.. Enumerable.Range(1, 60).Select(rate => Runs.Of(score: rate / 60.0, rate: rate * 1e-5))]);
        using SKBitmap picture = SKBitmap.Decode(page.Picture());
        Assert.Equal((2400, 1800), (picture.Width, picture.Height));
    }

    [Fact]
    public void Without_results_of_the_task_there_is_no_picture()
    {
        XElement page = Pages.Read(Section([Runs.Of("SST-2")]) with { Task = "QQP" });
        Assert.Contains("No results of QQP.", page.Value, StringComparison.Ordinal);
        Assert.Empty(page.Descendants("img"));
    }

    [Fact]
    public void Runs_that_do_not_tune_V_and_two_strategies_in_a_cell_are_refused()
    {
        Assert.Contains("does not tune V", Assert.Throws<InvalidDataException>(() => Page(Runs.Of() with { Targets = "QK" })).Message, StringComparison.Ordinal);
        Assert.Contains("tunes V at several rates", Assert.Throws<InvalidDataException>(() => Page(Runs.Of(), Runs.Of() with { ValueLrScale = null })).Message, StringComparison.Ordinal);
        Assert.Contains("have one seed", Assert.Throws<InvalidDataException>(() => Page(Runs.Of(), Runs.Of(strategy: "LoRA QKV"))).Message, StringComparison.Ordinal);
    }

    private static HeatMapSection Section(IReadOnlyList<SweepResult> results) => new() { Title = "Grid", Task = results[0].Task, Results = results, Metric = Runs.Accuracy };

    private static XElement Page(params IReadOnlyList<SweepResult> results) => Pages.Read(Section(results));

    private static Dictionary<SKColor, int> Colors(SKBitmap picture) => picture.Pixels.CountBy(pixel => pixel).ToDictionary();
}
