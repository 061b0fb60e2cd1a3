namespace AttnGen.Training;

/// <summary>What to train on and what to measure on; no example is in both.</summary>
/// <param name="Training">The examples to train on.</param>
/// <param name="Development">The examples to measure on: one part, of MNLI the matched and the mismatched one where they are official.</param>
/// <param name="IsOfficial">Whether the development parts are GLUE's own; otherwise they are a sample of its training part, and results say so.</param>
public sealed record GlueSplit(GlueSet Training, IReadOnlyList<GlueSet> Development, bool IsOfficial);
