using TorchSharp;

namespace AttnGen.Training;

/// <summary>
/// The harmonic mean of precision and recall of class 1 among two: 2 TP / (2 TP + FP + FN). 0 where there is neither an example of the class nor a prediction of it,
/// as scikit-learn has it.
/// </summary>
public sealed class F1Score : IMetric
{
    private readonly ConfusionMatrix confusion = new("F1");

    /// <summary>"f1".</summary>
    public string Name => "f1";

    /// <inheritdoc/>
    public double Value
    {
        get
        {
            if (confusion.Total == 0)
            {
                return double.NaN;
            }

            long twice = 2 * confusion[1, 1];
            long all = twice + confusion[0, 1] + confusion[1, 0];
            return all == 0 ? 0 : (double)twice / all;
        }
    }

    /// <summary>Adds a batch.</summary>
    /// <param name="output">Logits, [batch, 2].</param>
    /// <param name="labels">Classes 0 and 1, int64 [batch].</param>
    /// <exception cref="ArgumentException">The shapes are others, or a label is none of the two.</exception>
    public void Add(torch.Tensor output, torch.Tensor labels)
    {
        MetricInput.RequireLogits("F1", output, labels);
        if (output.shape[1] != 2)
        {
            throw new ArgumentException($"F1 is a measure of two classes, but the logits are of {output.shape[1]}.", nameof(output));
        }

        confusion.Add(output, labels);
    }
}
