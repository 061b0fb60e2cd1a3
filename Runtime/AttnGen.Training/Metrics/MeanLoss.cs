namespace AttnGen.Training;

/// <summary>The mean loss of examples, from the mean losses of batches of different sizes.</summary>
public sealed class MeanLoss
{
    private double sum;

    /// <summary>Examples so far.</summary>
    public long Count { get; private set; }

    /// <summary>The mean over all examples so far; <see cref="double.NaN"/> before the first.</summary>
    public double Value => Count == 0 ? double.NaN : sum / Count;

    /// <summary>Adds a batch.</summary>
    /// <param name="loss">The mean loss of its examples.</param>
    /// <param name="examples">How many they are; the loss's weight.</param>
    public void Add(double loss, int examples)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(examples);
        sum += loss * examples;
        Count += examples;
    }
}
