namespace AttnGen.Benchmarks.Speed;

/// <summary>Two variants of a case, and what their ratio must be.</summary>
/// <param name="What">The row's name.</param>
/// <param name="Variant">The variant that the row is about.</param>
/// <param name="Against">The other one.</param>
/// <param name="Direction">How the ratio is formed.</param>
/// <param name="Bound">What it must reach, or stay within; null where it is only stated.</param>
internal sealed record SpeedTarget(string What, string Variant, string Against, SpeedDirection Direction, double? Bound)
{
    /// <summary>The ratio of two numbers of one process.</summary>
    public double Ratio(double variant, double against) => Direction == SpeedDirection.TimesFaster ? against / variant : variant / against;

    /// <summary>Whether a ratio is as it must be, or null where nothing is demanded.</summary>
    public bool? Holds(double ratio) => Bound is not { } bound ? null : Direction == SpeedDirection.TimesFaster ? ratio >= bound : ratio <= bound;
}
