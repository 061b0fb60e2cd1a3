using System.Xml.Linq;

namespace AttnGen.Training;

/// <summary>
/// What strategies cost: the trained parameters of each group, the bytes of an adapter's file and of the optimizer's state, the time of a step on each task (the median of the runs' medians)
/// and the peak memory (the largest). Where runs differ, as the head's size does between tasks, both ends are given.
/// </summary>
public sealed record CostSection : ReportSection
{
    /// <summary>The strategies.</summary>
    public required IReadOnlyList<ReportRow> Rows { get; init; }

    /// <inheritdoc/>
    internal override IEnumerable<SweepResult> Runs => Rows.SelectMany(row => row.Results);

    /// <inheritdoc/>
    internal override IEnumerable<XElement> Body(ReportPictures pictures)
    {
        ReportRows.RequireDistinct(Title, Rows);
        IReadOnlyList<string> tasks = ReportRows.Tasks(Rows);
        if (tasks.Count == 0)
        {
            return [Html.Element("p", "No results.")];
        }

        return
        [
            Html.Table(
                $"{Title}: parameters, bytes, and seconds a step",
                ["Strategy", "Trained parameters", "Bytes of the projections", "Bytes of the optimizer\u2019s state", "Peak memory, bytes", .. tasks.Select(task => $"Seconds a step, {task}")],
                Rows.Select(row => (Html.Head(row.Label, ReportRows.Strategies(row)), Cells(row.Results, tasks)))),
        ];
    }

    private static IEnumerable<XElement> Cells(IReadOnlyList<SweepResult> runs, IReadOnlyList<string> tasks) =>
    [
        runs.Count == 0 ? Html.NoneCell() : Html.Cell([.. Range(runs.Select(run => run.Parameters.Values.Sum())), .. Groups(runs)]),
        runs.Count == 0 ? Html.NoneCell() : Html.Cell(Range(runs.Select(run => run.ProjectionBytes))),
        runs.Count == 0 ? Html.NoneCell() : Html.Cell(Range(runs.Select(run => run.OptimizerBytes))),
        runs.Count == 0 ? Html.NoneCell() : Html.Cell(Range([runs.Max(run => run.PeakMemoryBytes)])),
        .. tasks.Select(task => Median([.. runs.Where(run => run.Task == task && run.SecondsPerStep is > 0 and < double.PositiveInfinity).Select(run => run.SecondsPerStep).Order()])),
    ];

    private static IEnumerable<XElement> Groups(IReadOnlyList<SweepResult> runs) =>
        from name in runs.SelectMany(run => run.Parameters.Keys).Distinct(StringComparer.Ordinal)
        select Html.Element("small", [$"{name} ", .. Range(runs.Where(run => run.Parameters.ContainsKey(name)).Select(run => run.Parameters[name]))]);

    private static IEnumerable<object> Range(IEnumerable<long> numbers)
    {
        long[] values = [.. numbers];
        (long least, long most) = (values.Min(), values.Max());
        return least == most ? [Data(least)] : [Data(least), " to ", Data(most)];
    }

    private static XElement Data(long number) => Html.Data(number, ReportNumber.Grouped(number));

    /// <summary>A run that was stopped before its first step has no time, and does not count.</summary>
    private static XElement Median(double[] seconds)
    {
        if (seconds.Length == 0)
        {
            return Html.NoneCell();
        }

        double median = (seconds[(seconds.Length - 1) / 2] + seconds[seconds.Length / 2]) / 2;
        return Html.Cell(Html.Data(median, ReportNumber.Seconds(median)));
    }
}
