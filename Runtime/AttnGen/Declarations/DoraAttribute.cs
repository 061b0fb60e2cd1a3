namespace AttnGen;

/// <summary>
/// Tunes by weight-decomposed low-rank adaptation: <c>W' = m (W + s B A) / ||W + s B A||</c> with s = <c>Alpha / Rank</c>, A <c>[rank, in]</c>, B <c>[out, rank]</c> and the
/// magnitude m <c>[out]</c> trained and W, b frozen (Liu et al. 2024, arXiv 2402.09353). The norm is that of each output feature and has no gradient; m begins as the norm of W,
/// so that an untrained adapter changes nothing. <see cref="DoraTuning"/> says what dropout does. A class has this or <see cref="LoraAttribute"/>, not both.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class DoraAttribute : Attribute
{
    /// <summary>The rank r, from 1 to the smaller side of the matrix; 8 by default.</summary>
    public int Rank { get; set; } = 8;

    /// <summary>The scale's numerator: B A is multiplied by <c>Alpha / Rank</c>. Positive and finite; 8 by default.</summary>
    public double Alpha { get; set; } = 8;

    /// <summary>Probability that an element of the adapter's input is dropped while training, from 0 (the default) to below 1.</summary>
    public double Dropout { get; set; }
}
