using System.Xml.Linq;

namespace AttnGen.Training.Tests.Reports;

/// <summary>What strategies cost, read back from the page.</summary>
public sealed class CostTests
{
    [Fact]
    public void Costs_are_those_of_the_results()
    {
        SweepResult[] runs = [Runs.Of(seed: 1) with { SecondsPerStep = 0.2, PeakMemoryBytes = 7 }, Runs.Of(seed: 2) with { SecondsPerStep = 0.4, PeakMemoryBytes = 9 }, Runs.Of(seed: 3) with { SecondsPerStep = 0 }, Runs.Of(seed: 4) with { SecondsPerStep = double.NaN }];
        List<XElement> cells = Page(runs).Row("row");
        Assert.Equal([887_042, 147_456, 147_456, 592_130], cells[0].Numbers());
        Assert.Equal("887,042query 147,456value 147,456head 592,130", cells[0].Value);
        Assert.Equal(("1,179,648", "7,096,336", "1,000,000,000"), (cells[1].Value, cells[2].Value, cells[3].Value));
        // A run without a step has no time.
        Assert.Equal(0.3, cells[4].Numbers()[0], 1e-12);
        Assert.Equal("0.300", cells[4].Value);
    }

    [Fact]
    public void Where_tasks_differ_both_ends_are_given()
    {
        SweepResult other = Runs.Of("MNLI") with { Parameters = new Dictionary<string, long> { ["query"] = 147_456, ["value"] = 147_456, ["head"] = 592_899 }, OptimizerBytes = 7_102_488 };
        XElement page = Page(Runs.Of(), other);
        Assert.Equal("887,042 to 887,811query 147,456value 147,456head 592,130 to 592,899", page.Row("row")[0].Value);
        Assert.Equal([7_096_336, 7_102_488], page.Row("row")[2].Numbers());
        Assert.Equal(["Seconds a step, RTE", "Seconds a step, MNLI"], page.Columns()[5..]);
    }

    [Fact]
    public void A_row_without_results_is_dashes() =>
        Assert.All(Pages.Read(new CostSection { Title = "Costs", Rows = [new ReportRow("row", []), new ReportRow("other", [Runs.Of()])] }).Row("row"), cell => Assert.Equal("\u2013", cell.Value));

    [Fact]
    public void No_results_are_no_table() => Assert.Contains("No results.", Page().Value, StringComparison.Ordinal);

    [Theory]
    [InlineData(0.00001234, "0.0000123")]
    [InlineData(0.0012345, "0.00123")]
    [InlineData(0.12345, "0.123")]
    [InlineData(12.345, "12.3")]
    [InlineData(0.33, "0.330")]
    [InlineData(123.4, "123")]
    [InlineData(1234.56789, "1235")]
    public void Seconds_have_three_digits_and_no_exponent(double seconds, string text) => Assert.Equal(text, ReportNumber.Seconds(seconds));

    private static XElement Page(params IReadOnlyList<SweepResult> results) => Pages.Read(new CostSection { Title = "Costs", Rows = [new ReportRow("row", results)] });
}
