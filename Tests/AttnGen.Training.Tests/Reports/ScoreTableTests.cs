using System.Xml.Linq;

namespace AttnGen.Training.Tests.Reports;

/// <summary>The numbers of a table of strategies by tasks, read back from its page.</summary>
public sealed class ScoreTableTests
{
    private static readonly ReportRow Baseline = new("LoRA QKV", [Runs.Of("RTE", 0.70, 1), Runs.Of("RTE", 0.72, 2), Runs.Of("RTE", 0.71, 3), Runs.Of("CoLA", 0.58, 1, metric: "matthews")]);

    private static readonly ReportRow Better = new("LoRA QV \u03BB 4", [Runs.Of("RTE", 0.75, 2, lambda: 4), Runs.Of("RTE", 0.74, 1, lambda: 4), Runs.Of("RTE", 0.70, 3, lambda: 4), Runs.Of("MRPC", 0.9, 1)]);

    [Fact]
    public void A_cell_is_the_mean_the_deviation_and_the_difference_to_the_baseline()
    {
        XElement cell = Page(Baseline, Better).Row("LoRA QV \u03BB 4")[0];
        // Differences by seed: 4, 3 and -1 points; their mean 2.
        double[] expected = [0.73, Math.Sqrt((0.0001 + 0.0004 + 0.0009) / 2), 0.02, -0.01, 0.04];
        Assert.Equal(expected.Length, cell.Numbers().Length);
        Assert.All(expected.Zip(cell.Numbers()), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        Assert.Equal([73.00, 2.65, 2.00, -1.00, 4.00], cell.Shown());
        Assert.Equal("73.00 \u00B1 2.65n = 3\u0394 +2.00[\u22121.00, +4.00]", cell.Value);
    }

    [Fact]
    public void All_numbers_are_those_of_the_results_however_many_and_whichever()
    {
        SeededRandom random = new(11);
        string[] tasks = ["RTE", "MRPC", "SST-2", "QNLI"];
        ReportRow[] rows = [.. Enumerable.Range(0, 5).Select(row => new ReportRow($"row {row}", [.. from task in tasks from seed in Enumerable.Range(1, 1 + random.NextBelow(8)) select Runs.Of(task, random.NextDouble(), seed)]))];
        XElement page = Pages.Read(new ScoreTableSection { Title = "Table", Rows = rows, Metric = Runs.Accuracy, Baseline = "row 2" });
        Assert.Equal(["Strategy", .. tasks], page.Columns());
        foreach (ReportRow row in rows)
        {
            for (int task = 0; task < tasks.Length; task++)
            {
                Dictionary<long, double> scores = Scores(row, tasks[task]);
                double mean = scores.Values.Sum() / scores.Count;
                List<double> expected = [mean];
                if (scores.Count > 1)
                {
                    expected.Add(Math.Sqrt(scores.Values.Sum(score => Math.Pow(score - mean, 2)) / (scores.Count - 1)));
                }

                if (row.Label != "row 2" && PairedBootstrap.Between(scores, Scores(rows[2], tasks[task])) is { } difference)
                {
                    expected.AddRange([difference.Mean, difference.Low, difference.High]);
                }

                XElement cell = page.Row(row.Label)[task];
                Assert.Equal(expected.Count, cell.Numbers().Length);
                Assert.All(expected.Zip(cell.Numbers()), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
                Assert.All(cell.Numbers().Zip(cell.Shown()), pair => Assert.Equal(pair.First * 100, pair.Second, 0.00501));
            }
        }
    }

    [Fact]
    public void The_best_of_a_task_is_bold_and_no_other()
    {
        XElement page = Page(Baseline, Better);
        Assert.Equal([false, true, false], page.Row("LoRA QKV").Select(IsBest));
        Assert.Equal([true, false, true], page.Row("LoRA QV \u03BB 4").Select(IsBest));
    }

    [Fact]
    public void What_there_is_no_result_of_is_an_en_dash() => Assert.Equal(("\u2013", "\u2013"), (Page(Baseline, Better).Row("LoRA QKV")[2].Value, Page(Baseline, Better).Row("LoRA QV \u03BB 4")[1].Value));

    [Fact]
    public void A_diverged_run_is_counted_but_not_averaged_and_its_strategy_is_not_the_best()
    {
        XElement page = Page(Baseline, new ReportRow("some", [Runs.Of("RTE", 0.9, 1), Runs.Diverged(seed: 2)]), new ReportRow("all", [Runs.Diverged(seed: 1), Runs.Diverged(seed: 2)]));
        Assert.Equal("90.00n = 1, 1 diverged\u0394 +20.00[+20.00, +20.00]", page.Row("some")[0].Value);
        Assert.False(IsBest(page.Row("some")[0]));
        Assert.True(IsBest(page.Row("LoRA QKV")[0]));
        Assert.Equal("divergedn = 0, 2 diverged", page.Row("all")[0].Value);
        Assert.Empty(page.Row("all")[0].Numbers());
    }

    /// <summary>Matthews' correlation of a model that gives one class.</summary>
    [Fact]
    public void A_score_that_is_not_a_number_is_counted_as_undefined()
    {
        XElement page = Page(Baseline, new ReportRow("one class", [Runs.Of("RTE", double.NaN, 1), Runs.Of("RTE", 0.5, 2)]), new ReportRow("always", [Runs.Of("RTE", double.NaN, 1)]));
        Assert.StartsWith("50.00n = 1, 1 undefined", page.Row("one class")[0].Value, StringComparison.Ordinal);
        Assert.Equal("undefinedn = 0, 1 undefined", page.Row("always")[0].Value);
    }

    [Fact]
    public void A_difference_of_fewer_pairs_than_runs_says_of_how_many() =>
        Assert.EndsWith("] of 1", Page(Baseline, new ReportRow("other seeds", [Runs.Of("RTE", 0.7, 3), Runs.Of("RTE", 0.7, 4)])).Row("other seeds")[0].Value, StringComparison.Ordinal);

    [Fact]
    public void A_result_without_the_metric_is_named()
    {
        string message = Assert.Throws<InvalidDataException>(() => Page(new ReportRow("LoRA QKV", [Runs.Of("RTE", 0.5, 7, metric: "f1")]))).Message;
        Assert.Contains("RTE is reported by 'accuracy', which the result RTE-LoRA QV-0.0001-1-7 (RTE; LoRA QV; rate=0.0001; seed=7) does not have: it has f1.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_rates_in_a_row_are_refused()
    {
        string message = Assert.Throws<InvalidDataException>(() => Page(new ReportRow("LoRA QKV", [Runs.Of(rate: 1e-4), Runs.Of(rate: 2e-4)]))).Message;
        Assert.Contains("'LoRA QKV'", message, StringComparison.Ordinal);
        Assert.Contains("rate=0.0002", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_baseline_that_is_no_row_and_two_rows_of_one_name_are_refused()
    {
        Assert.Contains("'LoRA QKV' is none of the rows 'other'", Assert.Throws<ArgumentException>(() => Page(new ReportRow("other", []))).Message, StringComparison.Ordinal);
        Assert.Contains("2 rows 'LoRA QKV'", Assert.Throws<ArgumentException>(() => Page(Baseline, Baseline)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_without_results_are_no_table() => Assert.Contains("No results.", Page(new ReportRow("LoRA QKV", [])).Value, StringComparison.Ordinal);

    [Fact]
    public void Tasks_can_be_named_and_the_order_of_runs_changes_nothing()
    {
        ScoreTableSection section = Section(Baseline, Better) with { Tasks = ["CoLA", "RTE", "QQP"] };
        XElement page = Pages.Read(section);
        Assert.Equal(["Strategy", "CoLA", "RTE", "QQP"], page.Columns());
        Assert.Equal("\u2013", page.Row("LoRA QKV")[2].Value);
        ReportRow[] reversed = [.. section.Rows.Select(row => row with { Results = [.. row.Results.Reverse()] })];
        Assert.Equal(page.Descendants("table").First().Value, Pages.Read(section with { Rows = reversed }).Descendants("table").First().Value);
    }

    private static Dictionary<long, double> Scores(ReportRow row, string task) => row.Results.Where(result => result.Task == task).ToDictionary(result => result.Seed, result => result.Metrics["accuracy"]);

    private static bool IsBest(XElement cell) => cell.Attribute("class")?.Value == "best" && cell.Descendants("strong").Any();

    private static ScoreTableSection Section(params IReadOnlyList<ReportRow> rows) =>
        new() { Title = "Table", Rows = rows, Metric = task => task == "CoLA" ? "matthews" : "accuracy", Baseline = "LoRA QKV" };

    private static XElement Page(params IReadOnlyList<ReportRow> rows) => Pages.Read(Section(rows));
}
