using System.Xml.Linq;

namespace AttnGen.Training;

/// <summary>
/// A table of strategies by tasks: the mean score over seeds in percent, the sample deviation, the number of runs and of those that diverged, and the difference to a baseline over
/// the seeds that both have, with its <see cref="PairedBootstrap"/>. The best of a task is bold; a strategy of which a run diverged is never the best. What there is no result of is an en dash.
/// </summary>
public sealed record ScoreTableSection : ReportSection
{
    /// <summary>The strategies.</summary>
    public required IReadOnlyList<ReportRow> Rows { get; init; }

    /// <summary>The metric that a task is reported by, as results name it: <c>task => GlueTask.Parse(task).Reported</c>. More is better.</summary>
    public required Func<string, string> Metric { get; init; }

    /// <summary>The tasks in the columns' order; null, the default, for those of the results in theirs.</summary>
    public IReadOnlyList<string>? Tasks { get; init; }

    /// <summary>The label of the row to which the others are compared; null, the default, for none.</summary>
    public string? Baseline { get; init; }

    /// <inheritdoc/>
    internal override IEnumerable<SweepResult> Runs => Rows.SelectMany(row => row.Results);

    /// <inheritdoc/>
    internal override IEnumerable<XElement> Body(ReportPictures pictures)
    {
        ReportRow? baseline = ReportRows.Baseline(Title, Rows, Baseline);
        IReadOnlyList<string> tasks = Tasks ?? ReportRows.Tasks(Rows);
        if (Rows.Count == 0 || tasks.Count == 0)
        {
            return [Html.Element("p", "No results.")];
        }

        SeedScores[][] scores = [.. tasks.Select(task => Rows.Select(row => Scores(row, task)).ToArray())];
        SeedScores[]? compared = baseline is null ? null : [.. tasks.Select(task => Scores(baseline, task))];
        IReadOnlyList<bool>[] best = [.. scores.Select(ScoreCells.Best)];
        XElement table = Html.Table(
            $"{Title}: mean over seeds \u00B1 sample deviation, in percent",
            ["Strategy", .. tasks],
            Rows.Select((row, index) => (
                Html.Head(row.Label, [.. row == baseline ? ["baseline"] : Array.Empty<string>(), .. ReportRows.Strategies(row)]),
                tasks.Select((_, task) => ScoreCells.Cell(scores[task][index], best[task][index], row == baseline ? [] : Difference(scores[task][index], compared?[task]))))));
        return baseline is null ? [table] : [table, .. Html.Paragraphs(Explanation(baseline.Label))];
    }

    private static string Explanation(string baseline) =>
        $"\u0394 is the mean difference to \u201C{baseline}\u201D in points, over the seeds of which both have a score, and in brackets its 95 % interval by a paired bootstrap over these seeds. "
        + "An interval of few seeds is too narrow: with two or three pairs it is just the range of the differences (three pairs have 27 resamples, and the interval is the range of their means), with one it is a point. "
        + "It shows how much the seeds differ; it does not prove that other seeds would agree.";

    private SeedScores Scores(ReportRow row, string task) => SeedScores.Of($"{Title}, '{row.Label}'", row.Results.Where(result => result.Task == task), Metric);

    private static IEnumerable<XElement> Difference(SeedScores scores, SeedScores? baseline)
    {
        if (baseline is not null && PairedBootstrap.Between(scores.BySeed, baseline.BySeed) is { } difference)
        {
            yield return Html.Element("small", "\u0394 ", Html.Data(difference.Mean, ReportNumber.Points(difference.Mean)));
            yield return Html.Element(
                "small",
                "[",
                Html.Data(difference.Low, ReportNumber.Points(difference.Low)),
                ", ",
                Html.Data(difference.High, ReportNumber.Points(difference.High)),
                difference.Pairs == scores.BySeed.Count ? "]" : $"] of {ReportNumber.Count(difference.Pairs)}");
        }
    }
}
