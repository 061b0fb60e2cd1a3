using System.Xml.Linq;

namespace AttnGen.Training;

/// <summary>Scores in a table's cells.</summary>
internal static class ScoreCells
{
    /// <summary>The text of a cell whose runs gave no score.</summary>
    public static string Without(SeedScores scores) => scores switch
    {
        { Runs: 0 } => ReportNumber.None,
        { Diverged: > 0 } => "diverged",
        _ => "undefined",
    };

    /// <summary>A cell with mean, deviation and counts; an en dash without runs.</summary>
    /// <param name="scores">The scores.</param>
    /// <param name="isBest">Whether it is shown as the best.</param>
    /// <param name="more">What follows in small.</param>
    public static XElement Cell(SeedScores scores, bool isBest, params IEnumerable<XElement> more) => scores switch
    {
        { Runs: 0 } => Html.NoneCell(),
        { Mean: null } => Html.Cell(CellKind.Diverged, [Without(scores), Html.Element("small", scores.Counts.ToString())]),
        _ => Html.Cell(isBest ? CellKind.Best : CellKind.Plain, [.. Mean(scores), Html.Element("small", scores.Counts.ToString()), .. more]),
    };

    /// <summary>Which of some scores are the best: the highest mean as it is printed, of those without a run that failed.</summary>
    public static IReadOnlyList<bool> Best(IReadOnlyList<SeedScores> scores)
    {
        SeedScores[] whole = [.. scores.Where(each => each.IsWhole)];
        string? best = whole.Length == 0 ? null : ReportNumber.Percent(whole.Max(each => each.Mean!.Value));
        return [.. scores.Select(each => each.IsWhole && ReportNumber.Percent(each.Mean!.Value) == best)];
    }

    private static IEnumerable<object> Mean(SeedScores scores) => scores is { Mean: { } mean, Deviation: { } deviation }
        ? [Html.Data(mean, ReportNumber.Percent(mean)), " \u00B1 ", Html.Data(deviation, ReportNumber.Percent(deviation))]
        : [Html.Data(scores.Mean!.Value, ReportNumber.Percent(scores.Mean.Value))];
}
