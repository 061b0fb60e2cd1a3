using System.Globalization;
using AttnGen.Training;

namespace PaperReproduction.Report;

/// <summary>What became of each claim, task by task: what one task cannot tell from chance, several may.</summary>
internal static class ClaimsTable
{
    /// <summary>The table, or null where fewer than two tasks have enough seeds of anything.</summary>
    public static TableSection? Of(IReadOnlyList<PaperTask> tasks, IReadOnlyList<SweepResult> results)
    {
        IReadOnlyList<Claim> claims = [.. Claim.OfPaper, .. Claim.Asked];
        ClaimOutcome[][] outcomes = [.. claims.Select(claim => tasks.Select(task => ClaimOutcome.Of(task, claim, results)).ToArray())];
        return outcomes.Max(row => row.Count(outcome => outcome.IsCompared)) < 2 ? null : new TableSection
        {
            Title = "The paper's claims, task by task",
            Caption = "Each claim on each task: the mean difference in points, the bootstrap's 95 % interval over seeds, and what became of it",
            Text =
                "A claim held, or did not, where all seeds of a task agree. Counted over all tasks are those whose mean difference is on the claim's side, and the seeds whose own is. "
                + "The seeds of a task share its examples, and are no independent witnesses; tasks are: where neither strategy is better, the means of n tasks are all on one side in 1 of 2^(n-1) cases.",
            Columns = ["What is said", .. tasks.Select(task => task.Task.Name), "All"],
            Rows = [.. claims.Select((claim, index) => Row(claim, outcomes[index], index < Claim.OfPaper.Count))],
        };
    }

    private static IReadOnlyList<string> Row(Claim claim, IReadOnlyList<ClaimOutcome> outcomes, bool isOfPaper) =>
        [$"{claim.Text}\n{(isOfPaper ? "the paper" : "asked beside it")}", .. outcomes.Select(outcome => outcome.ToCell()), Together([.. outcomes.Where(outcome => outcome.IsCompared)])];

    private static string Together(IReadOnlyList<ClaimOutcome> compared) => compared.Count == 0 ? "" : string.Create(
        CultureInfo.InvariantCulture,
        $"{compared.Count(outcome => outcome.Differences.Average() > -outcome.Claim.Margin)} of {compared.Count} tasks\n{compared.Sum(outcome => outcome.SeedsHeld)} of {compared.Sum(outcome => outcome.Differences.Count)} seeds");
}
