using System.Globalization;

namespace AttnGen.Training;

/// <summary>How far a sweep is, after a cell.</summary>
/// <param name="Cell">The cell that has just ended.</param>
/// <param name="Result">What it gave.</param>
/// <param name="Done">How many of the sweep's cells are done, those of earlier runs included.</param>
/// <param name="Total">How many cells the sweep has.</param>
/// <param name="Left">The time left, from how long the cells of the same task took; of all tasks for a task that had none yet.</param>
public sealed record SweepProgress(SweepCell Cell, SweepResult Result, int Done, int Total, TimeSpan Left)
{
    /// <summary>The progress in one line, the same in every culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Done}/{Total}  {Cell.Description}:{Outcome}  {Result.Seconds:F0} s, {ProgressLine.Of(Left)} left");

    private string Outcome => Result.Status == SweepStatus.Diverged ? $"  diverged ({Result.Reason})" : ProgressLine.Of(Result.Metrics);
}
