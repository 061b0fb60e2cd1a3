namespace AttnGen.StrategyFiles;

/// <summary>What is wrong at a place of a strategy file.</summary>
/// <param name="Id">The diagnostic.</param>
/// <param name="Range">The place.</param>
/// <param name="Message">What is wrong and what would be right.</param>
/// <param name="Replacement">The text that mends it, where there is one right answer.</param>
internal sealed record FileProblem(string Id, TextRange Range, string Message, string? Replacement = null);
