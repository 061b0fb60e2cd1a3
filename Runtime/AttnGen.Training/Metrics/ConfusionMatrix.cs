using TorchSharp;

namespace AttnGen.Training;

/// <summary>How often each class was taken for each.</summary>
/// <param name="metric">Whose it is, for messages.</param>
internal sealed class ConfusionMatrix(string metric)
{
    private long[,]? counts;

    /// <summary>The number of classes; 0 before the first batch.</summary>
    public int Classes => counts?.GetLength(0) ?? 0;

    /// <summary>Examples so far.</summary>
    public long Total { get; private set; }

    /// <summary>Examples of a class that were taken for one.</summary>
    public long this[int label, int predicted] => counts![label, predicted];

    /// <exception cref="ArgumentException">The shapes are others, the number of classes is another than before, or a label is none of them.</exception>
    public void Add(torch.Tensor output, torch.Tensor labels)
    {
        MetricInput.RequireLogits(metric, output, labels);
        int classes = (int)output.shape[1];
        counts ??= new long[classes, classes];
        if (classes != Classes)
        {
            throw new ArgumentException($"{metric} got logits of {Classes} classes before and of {classes} now.", nameof(output));
        }

        long[] truth = MetricInput.Integers(labels);
        int outside = Array.FindIndex(truth, label => label < 0 || label >= classes);
        if (outside >= 0)
        {
            throw new ArgumentException($"{metric} got the label {truth[outside]} in row {outside}; with {classes} classes, labels are 0 to {classes - 1}.", nameof(labels));
        }

        foreach ((long label, long predicted) in truth.Zip(MetricInput.Predicted(output)))
        {
            counts[label, predicted]++;
        }

        Total += truth.Length;
    }
}
