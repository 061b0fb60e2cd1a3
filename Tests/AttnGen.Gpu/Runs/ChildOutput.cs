namespace AttnGen.Gpu.Runs;

/// <summary>What a process wrote, and how it ended.</summary>
/// <param name="Lines">The lines of its standard output, those before a failure too.</param>
/// <param name="Problem">How it failed, with the end of its error stream; null where it did not.</param>
internal sealed record ChildOutput(IReadOnlyList<string> Lines, string? Problem);
