namespace AttnGen.Training;

/// <summary>An exponential moving average, corrected for its start as Adam's moments are.</summary>
/// <param name="decay">The weight of the past, in [0, 1).</param>
internal sealed class SmoothedLoss(double decay = SmoothedLoss.DefaultDecay)
{
    public const double DefaultDecay = 0.9;

    private double sum;
    private double weight;

    public double Value => weight == 0 ? double.NaN : sum / weight;

    public double Add(double loss)
    {
        sum = (decay * sum) + ((1 - decay) * loss);
        weight = (decay * weight) + (1 - decay);
        return Value;
    }
}
