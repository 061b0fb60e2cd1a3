using System.Globalization;
using AttnGen.Training;

namespace PaperReproduction.Report;

/// <summary>What became of each claim, task by task: what one task cannot tell from chance, several may.</summary>
internal static class ClaimsTable
{
    private const string Reading =
        "A claim held, or did not, where all seeds of a task agree. The interval is, of so few seeds, little more than their range. An average over the run says which converges faster where both end alike; the steps to a common score stand under the curves.";

    private const string ReadingOfAll =
        "\n\nCounted over all tasks are those whose mean difference is on the claim's side, and the seeds whose own is. "
        + "The seeds of a task share its examples, and are no independent witnesses; tasks are: where neither strategy is better, the means of n tasks are all on one side in 1 of 2^(n-1) cases.";

    /// <summary>The table, or null where there is nothing of any claim.</summary>
    public static TableSection? Of(IReadOnlyList<PaperTask> tasks, IReadOnlyList<SweepResult> results)
    {
        List<Claim> claims = [.. Claim.OfPaper, .. Claim.Asked];
        List<ClaimOutcome[]> outcomes = [.. claims.Select(claim => tasks.Select(task => ClaimOutcome.Of(task, claim, results)).ToArray())];
        bool several = tasks.Count > 1;
        return outcomes.All(row => row.All(outcome => outcome.IsUnknown)) ? null : new TableSection
        {
            Title = "What became of the paper's claims",
            Caption = "Each claim on each task: the mean difference in points, the bootstrap's 95 % interval over seeds, and what became of it",
            Text = several ? Reading + ReadingOfAll : Reading,
            Columns = ["What is said", .. tasks.Select(task => task.Task.Name), .. several ? ["All"] : Array.Empty<string>()],
            Rows = [.. outcomes.Select((row, index) => Row(row, index < Claim.OfPaper.Count, several))],
        };
    }

    private static IReadOnlyList<string> Row(IReadOnlyList<ClaimOutcome> outcomes, bool isOfPaper, bool several) =>
    [
        $"{outcomes[0].Claim.Text}\n{(isOfPaper ? "the paper" : "asked beside it")}",
        .. outcomes.Select(outcome => $"{outcome}"),
        .. several ? [Together([.. outcomes.Where(outcome => outcome.IsCompared)])] : Array.Empty<string>(),
    ];

    private static string Together(IReadOnlyList<ClaimOutcome> compared) => compared.Count == 0 ? "" : string.Create(
        CultureInfo.InvariantCulture,
        $"{compared.Count(outcome => outcome.Differences.Average() > -outcome.Claim.Margin)} of {compared.Count} tasks\n{compared.Sum(outcome => outcome.SeedsHeld)} of {compared.Sum(outcome => outcome.Differences.Count)} seeds");
}
