namespace AttnGen;

/// <summary>
/// Theorem 2 put to use: rates that were tuned on a narrow model, carried over to a wide one. Feature learning is efficient in the width n, each of the three parts
/// of the output's change of order 1, when the rate of Q and K is of order 1/n and that of V of order 1.
/// </summary>
/// <remarks>
/// An order in n says nothing of constants: what is carried over is a place to start searching, not a tuned rate. The theorem speaks of one attention layer, of Adam
/// without decay, and of widths that are large; depth, batch and data are taken to be the same in both models.
/// </remarks>
public static class WidthScaling
{
    /// <summary>Carries a pair of rates over.</summary>
    /// <param name="learningRate">The base rate, that of Q and K, at the tuned width.</param>
    /// <param name="valueLrScale">The factor on it for V (lambda) at the tuned width.</param>
    /// <param name="tunedWidth">The width (<c>d_model</c>) at which they were tuned.</param>
    /// <param name="width">The width to which they are carried.</param>
    /// <returns>The base rate times <c>tunedWidth / width</c>, and the factor that leaves V's own rate as it was.</returns>
    /// <exception cref="ArgumentException">A rate is not positive and finite, or a width is below 1.</exception>
    public static ScaledRates Carry(double learningRate, double valueLrScale, long tunedWidth, long width)
    {
        RequireRate(learningRate, nameof(learningRate));
        RequireRate(valueLrScale, nameof(valueLrScale));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tunedWidth);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        var ratio = (double)tunedWidth / width;
        return new ScaledRates(learningRate * ratio, valueLrScale / ratio);
    }

    private static void RequireRate(double rate, string name)
    {
        if (!double.IsFinite(rate) || rate <= 0)
        {
            throw new ArgumentOutOfRangeException(name, rate, "It is positive and finite.");
        }
    }
}
