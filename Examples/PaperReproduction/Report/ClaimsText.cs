using System.Globalization;
using AttnGen.Training;

namespace PaperReproduction.Report;

/// <summary>What became of the paper's claims in the results, and how sure that is.</summary>
internal static class ClaimsText
{
    public static string Of(PaperTask task, IReadOnlyList<SweepResult> results) => string.Join("\n\n", Claim.All.Select(claim => $"{claim.Text}: {Verdict(task, claim, results)}"));

    private static string Verdict(PaperTask task, Claim claim, IReadOnlyList<SweepResult> results)
    {
        (Dictionary<long, double> better, int collapsed) = Scores(task, claim.Better.For<TaskClassifier>().Description, results);
        (Dictionary<long, double> than, int others) = Scores(task, claim.Than.For<TaskClassifier>().Description, results);
        string diverged = collapsed + others == 0 ? "" : $" {collapsed} runs of the former and {others} of the latter diverged.";
        if (PairedBootstrap.Between(better, than) is not { } difference)
        {
            return $"not measured.{diverged}";
        }

        string numbers = string.Create(CultureInfo.InvariantCulture, $"{100 * difference.Mean:+0.00;-0.00;0.00} points (95 % interval {100 * difference.Low:+0.00;-0.00;0.00} to {100 * difference.High:+0.00;-0.00;0.00}, {difference.Pairs} seeds)");
        return difference switch
        {
            { Low: > 0 } => $"it held, {numbers}, with every resample of the seeds.{diverged}",
            { High: < 0 } => $"it did not hold: the opposite came out, {numbers}, with every resample of the seeds.{diverged}",
            _ => $"undecided, {numbers}: the seeds differ more than the strategies.{diverged}",
        };
    }

    private static (Dictionary<long, double> Scores, int Diverged) Scores(PaperTask task, string strategy, IReadOnlyList<SweepResult> results)
    {
        List<SweepResult> all = [.. results.Where(result => result.Task == task.Task.Name && result.Strategy == strategy)];
        return (
            all.Where(result => result.Status == SweepStatus.Finished && result.Metrics.ContainsKey(task.Task.Reported)).ToDictionary(result => result.Seed, result => result.Metrics[task.Task.Reported]),
            all.Count(result => result.Status == SweepStatus.Diverged));
    }
}
