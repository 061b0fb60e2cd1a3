using AttnGen;
using AttnGen.Training;

namespace PaperReproduction;

/// <summary>The base rate of a strategy on a task: the best of those that were tried, by the reported metric on data that is not reported.</summary>
internal static class RateChoice
{
    /// <exception cref="InvalidDataException">A cell of the choice is missing, or all diverged.</exception>
    public static double Of(PaperTask task, PaperStrategy strategy, IReadOnlyList<SweepResult> results)
    {
        Dictionary<string, SweepResult> known = results.ToDictionary(result => result.Id, StringComparer.Ordinal);
        List<PaperCell> cells = [.. PaperGrid.Rates(task).Where(cell => cell.Strategy == strategy)];
        List<SweepResult> tried = [.. cells.Select(cell => known.TryGetValue(cell.ToCell().Id, out SweepResult? result)
            ? result
            : throw new InvalidDataException($"The cell '{cell.ToCell()}' is not in the file: run the rates first."))];
        return tried.Where(result => result.Status == SweepStatus.Finished && result.Metrics.ContainsKey(task.Task.Reported))
            .MaxBy(result => result.Metrics[task.Task.Reported])?.LearningRate
            // All diverged: the lowest has the best chance.
            ?? cells.Min(cell => cell.Rate);
    }
}
