namespace AttnGen.Models.Checkpoints;

/// <summary>What became of every tensor.</summary>
/// <param name="Loaded">Names of the module that were loaded.</param>
/// <param name="Ignored">Names of the file that were passed over.</param>
/// <param name="Missing">Names of the module that kept their own values.</param>
public sealed record CheckpointReport(IReadOnlyList<string> Loaded, IReadOnlyList<string> Ignored, IReadOnlyList<string> Missing);
