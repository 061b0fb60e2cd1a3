namespace AttnGen.StrategyFiles;

/// <summary>An item of a list, and its place.</summary>
internal sealed record FileItem<T>(T Value, TextRange Range);
