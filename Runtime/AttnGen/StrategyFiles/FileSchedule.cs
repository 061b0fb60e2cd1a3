namespace AttnGen.StrategyFiles;

/// <summary>A schedule, as a file says it.</summary>
/// <param name="Kind"><c>constant</c>, <c>linear</c> or <c>cosine</c>.</param>
/// <param name="Total">The updates of the whole run; unused by a constant one.</param>
/// <param name="WarmUp">The updates of the warm-up.</param>
internal sealed record FileSchedule(string Kind, long Total, long WarmUp);
