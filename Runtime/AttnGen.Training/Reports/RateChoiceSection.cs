using System.Xml.Linq;

namespace AttnGen.Training;

/// <summary>Which base learning rate was chosen for each strategy on each task, and the scores of all that were tried: see <see cref="RateChoice"/>.</summary>
public sealed record RateChoiceSection : ReportSection
{
    /// <summary>The strategies with all runs that the choice was made on.</summary>
    public required IReadOnlyList<ReportRow> Rows { get; init; }

    /// <summary>The metric that the choice was made by, as results name it. More is better.</summary>
    public required Func<string, string> Metric { get; init; }

    /// <inheritdoc/>
    internal override IEnumerable<SweepResult> Runs => Rows.SelectMany(row => row.Results);

    /// <inheritdoc/>
    internal override IEnumerable<XElement> Body(ReportPictures pictures)
    {
        ReportRows.RequireDistinct(Title, Rows);
        double[] rates = [.. Runs.Select(result => result.LearningRate).Distinct().Order()];
        if (rates.Length == 0)
        {
            return [Html.Element("p", "No results.")];
        }

        return
        [
            Html.Table(
                $"{Title}: mean score in percent by base learning rate; the chosen one is bold",
                ["Strategy", "Task", "Chosen", .. rates.Select(ReportNumber.Rate)],
                from row in Rows
                from task in ReportRows.Tasks([row])
                let choice = RateChoice.Of([.. row.Results.Where(result => result.Task == task)], Metric)
                select (Html.Head(row.Label, ReportRows.Strategies(row)), Cells(task, choice, rates))),
            Html.Element(
                "p",
                "Chosen is the rate with the highest mean over seeds; of equal ones the lowest. A rate of which a run diverged or has no score, or that was not tried with all seeds, is not chosen. "
                + "One of which a run learned nothing is chosen only where that is so of each, and then by the lowest training loss. "
                + "One at the edge is the lowest or the highest that was tried: a better one may lie beyond."),
        ];
    }

    private static IEnumerable<XElement> Cells(string task, RateChoice choice, double[] rates) =>
    [
        Html.Cell(task),
        choice.Chosen is { } chosen
            ? Html.Cell([Html.Data(chosen, ReportNumber.Rate(chosen)), .. choice.IsAtEdge ? [Html.Element("small", "at the edge")] : Array.Empty<XElement>()])
            : Html.NoneCell(),
        .. rates.Select(rate => Cell(choice.Candidates.FirstOrDefault(candidate => candidate.LearningRate == rate), choice.Chosen)),
    ];

    private static XElement Cell(RateCandidate? candidate, double? chosen) => candidate switch
    {
        null => Html.NoneCell(),
        { Mean: null } => Html.Cell(CellKind.Diverged, ["no score", Html.Element("small", Counts(candidate))]),
        _ => Html.Cell(candidate.LearningRate == chosen ? CellKind.Best : CellKind.Plain, [Html.Data(candidate.Mean.Value, ReportNumber.Percent(candidate.Mean.Value)), Html.Element("small", Counts(candidate))]),
    };

    private static string Counts(RateCandidate candidate)
    {
        string counts = candidate.Scores == candidate.Runs ? $"n = {ReportNumber.Count(candidate.Runs)}" : $"{ReportNumber.Count(candidate.Runs - candidate.Scores)} of {ReportNumber.Count(candidate.Runs)} failed";
        return candidate.LearnedNothing switch
        {
            0 => counts,
            var all when all == candidate.Scores => $"{counts}, learned nothing",
            var some => $"{counts}, {ReportNumber.Count(some)} learned nothing",
        };
    }
}
