using System.Xml.Linq;

namespace AttnGen.Training;

/// <summary>
/// The mean score of strategies by step on one task, as a picture and a table, and which converges faster: the first evaluated step at which a strategy's mean is at least the baseline's
/// final mean. Runs that diverged are left out, and counted.
/// </summary>
public sealed record CurvesSection : ReportSection
{
    /// <summary>The task.</summary>
    public required string Task { get; init; }

    /// <summary>The strategies; their runs on other tasks are left out.</summary>
    public required IReadOnlyList<ReportRow> Rows { get; init; }

    /// <summary>The metric that a task is reported by, as the results' evaluations name it. More is better.</summary>
    public required Func<string, string> Metric { get; init; }

    /// <summary>The label of the row whose final score is to be reached; null, the default, for none.</summary>
    public string? Baseline { get; init; }

    /// <inheritdoc/>
    internal override IEnumerable<SweepResult> Runs => Rows.SelectMany(row => row.Results).Where(result => result.Task == Task);

    /// <inheritdoc/>
    internal override IEnumerable<XElement> Body(ReportPictures pictures)
    {
        ReportRow? baseline = ReportRows.Baseline(Title, Rows, Baseline);
        ScoreCurve[] curves = [.. Rows.Select(row => ScoreCurve.Of(Title, row.Label, row.Results.Where(result => result.Task == Task), Metric))];
        if (curves.All(curve => curve.Points.Count == 0))
        {
            return [Html.Element("p", $"No evaluations of {Task}.")];
        }

        ScoreCurve? reference = baseline is null ? null : curves.Single(curve => curve.Label == baseline.Label);
        string shown = $"{Task}, {Metric(Task)} in percent by step";
        return
        [
            pictures.Figure(
                "curves",
                CurvesPicture.Draw(curves, $"{Task}: {Metric(Task)} by step", $"{Metric(Task)}, %", reference?.Final),
                CurvesPicture.Size,
                $"Curves: {shown}, of {string.Join("; ", Rows.Select(row => row.Label))}. The numbers are in the tables below.",
                $"{shown}, means over seeds."),
            .. reference is null ? [] : new[] { Speed(curves, reference) },
            Steps(curves, shown),
        ];
    }

    private XElement Speed(ScoreCurve[] curves, ScoreCurve reference)
    {
        long? own = reference.Final is { } final ? reference.StepsTo(final) : null;
        return Html.Table(
            $"{Task}: steps until the mean is at least the final one of \u201C{reference.Label}\u201D{(reference.Final is { } target ? $", {ReportNumber.Percent(target)}" : ", which has none")}; only steps with an evaluation count",
            ["Strategy", "Final score, %", "Steps", "Of the baseline\u2019s"],
            curves.Select(curve => (Head(curve), Speed(curve, reference.Final, own))));
    }

    private static IEnumerable<XElement> Speed(ScoreCurve curve, double? target, long? own)
    {
        long? steps = target is { } score ? curve.StepsTo(score) : null;
        yield return Cell(curve.Final, ReportNumber.Percent);
        yield return Cell(steps, ReportNumber.Grouped);
        // Evaluated before the first step, the baseline may need none.
        yield return Cell(own > 0 ? (double?)steps / own : null, factor => ReportNumber.Factor(factor) + "\u00D7");
    }

    private static XElement Steps(ScoreCurve[] curves, string shown)
    {
        long[] steps = [.. curves.SelectMany(curve => curve.Points).Select(point => point.Step).Distinct().Order()];
        return Html.Table(
            shown,
            ["Strategy", .. steps.Select(step => ReportNumber.Grouped(step))],
            curves.Select(curve => (Head(curve), curve.At(steps).Select(mean => Cell(mean, ReportNumber.Percent)))));
    }

    private static XElement Head(ScoreCurve curve) => Html.Head(curve.Label, new SeedScoreCounts(curve.Runs, curve.Diverged, 0).ToString());

    private static XElement Cell(double? number, Func<double, string> format) => number is { } value ? Html.Cell(Html.Data(value, format(value))) : Html.NoneCell();
}
