using System.Globalization;
using AttnGen;
using AttnGen.Training;

namespace PaperReproduction.Report;

/// <summary>
/// Full tuning with lambda 8 beside lambda 1 at one base rate. The paper's collapse is one at the rate that all have; strategies with rates of their own were chosen not to collapse.
/// </summary>
internal static class EqualRates
{
    /// <summary>On which the paper's Table 2 has full tuning with lambda 8 at chance.</summary>
    private static readonly GlueTask[] Collapsed = [GlueTask.Mnli, GlueTask.Qnli];

    private static readonly PaperStrategy One = new(Matrix.Q | Matrix.V, new FullTuning());
    private static readonly PaperStrategy Eight = new(Matrix.Q | Matrix.V, new FullTuning(), 8);

    /// <summary>A sentence, or null where no rate was tried with both.</summary>
    public static string? Of(PaperTask task, IReadOnlyList<SweepResult> results)
    {
        Dictionary<double, SweepResult> one = Tried(task, One, results);
        Dictionary<double, SweepResult> eight = Tried(task, Eight, results);
        double[] rates = [.. one.Keys.Where(eight.ContainsKey).Order()];
        return rates.Length == 0 ? null
            : $"Full tuning of Q and V at one base rate{(Collapsed.Contains(task.Task) ? ", where the paper saw lambda 8 collapse" : "")} (one seed, measured on what rates are chosen by): "
                + string.Join("; ", rates.Select(rate => string.Create(CultureInfo.InvariantCulture, $"at {rate:0e-0} lambda 1 {Outcome(one[rate])}, lambda 8 {Outcome(eight[rate])}"))) + ".";
    }

    private static Dictionary<double, SweepResult> Tried(PaperTask task, PaperStrategy strategy, IReadOnlyList<SweepResult> results)
    {
        string description = strategy.For<TaskClassifier>().Description;
        return results.Where(result => result.Task == PaperCell.NameOf(task, PaperStage.Rates) && result.Strategy == description).GroupBy(result => result.LearningRate).ToDictionary(rate => rate.Key, rate => rate.First());
    }

    private static string Outcome(SweepResult result) => result.Status == SweepStatus.Finished
        ? string.Create(CultureInfo.InvariantCulture, $"has {100 * result.Metrics[PaperCell.MetricOf(result.Task)]:F2}")
        : "diverged";
}
