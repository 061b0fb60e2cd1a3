namespace AttnGen.Gpu.Checks;

/// <summary>What came of a check.</summary>
/// <param name="Name">The check.</param>
/// <param name="Problem">What was wrong, or null.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record CheckResult(string Name, string? Problem, double Seconds);
