namespace AttnGen.Generators.Model;

/// <summary>An error in a strategy file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Text">The diagnostic's id and message.</param>
internal sealed record FileErrorModel(string Path, int Line, string Text);
