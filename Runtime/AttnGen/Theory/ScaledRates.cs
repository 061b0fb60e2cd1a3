namespace AttnGen;

/// <summary>A pair of rates for a width.</summary>
/// <param name="LearningRate">The base rate, that of Q and K.</param>
/// <param name="ValueLrScale">The factor on it for V (lambda).</param>
public sealed record ScaledRates(double LearningRate, double ValueLrScale)
{
    /// <summary>V's own rate.</summary>
    public double ValueLearningRate => LearningRate * ValueLrScale;
}
