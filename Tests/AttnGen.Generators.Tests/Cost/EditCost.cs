namespace AttnGen.Generators.Tests.Cost;

/// <summary>What one edit costs a generator.</summary>
/// <param name="Kilobytes">Allocated, the median.</param>
/// <param name="Milliseconds">The tenth percentile of the time.</param>
/// <param name="ChangedOutputs">New, modified or removed files, all edits together.</param>
public sealed record EditCost(double Kilobytes, double Milliseconds, int ChangedOutputs);
