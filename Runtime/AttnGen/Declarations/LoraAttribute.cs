namespace AttnGen;

/// <summary>
/// Tunes by low-rank adaptation: <c>y = W x + b + (alpha / rank) B A dropout(x)</c> with A <c>[rank, in]</c> and B <c>[out, rank]</c> trained
/// and W, b frozen (Hu et al. 2021, arXiv 2106.09685). Without it, or <see cref="DoraAttribute"/>, the matrices themselves are tuned.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class LoraAttribute : Attribute
{
    /// <summary>The rank r, from 1 to the smaller side of the matrix; 8 by default.</summary>
    public int Rank { get; set; } = 8;

    /// <summary>The scale's numerator: the update is multiplied by <c>Alpha / Rank</c>. Positive and finite; 8 by default.</summary>
    public double Alpha { get; set; } = 8;

    /// <summary>Probability that an element of the adapter's input is dropped while training, from 0 (the default) to below 1.</summary>
    public double Dropout { get; set; }
}
