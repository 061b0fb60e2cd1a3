namespace AttnGen.Training;

/// <summary>How many runs a mean is of, and how many have no score.</summary>
/// <param name="Scores">The runs with a score.</param>
/// <param name="Diverged">The runs that diverged.</param>
/// <param name="Undefined">The runs that ended without a score.</param>
internal readonly record struct SeedScoreCounts(int Scores, int Diverged, int Undefined)
{
    /// <summary>The counts in words: <c>n = 2, 1 diverged</c>.</summary>
    public override string ToString() =>
        $"n = {ReportNumber.Count(Scores)}{(Diverged > 0 ? $", {ReportNumber.Count(Diverged)} diverged" : "")}{(Undefined > 0 ? $", {ReportNumber.Count(Undefined)} undefined" : "")}";
}
