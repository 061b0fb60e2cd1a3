using TorchSharp;

namespace AttnGen.Training;

/// <summary>
/// Matthews' correlation coefficient, -1 to 1, of any number of classes (Gorodkin's R_K, which for two is Matthews' own). 0 where all predictions or all labels are
/// of one class, as scikit-learn has it.
/// </summary>
public sealed class MatthewsCorrelation : IMetric
{
    private readonly ConfusionMatrix confusion = new("Matthews' correlation");

    /// <summary>"matthews".</summary>
    public string Name => "matthews";

    /// <inheritdoc/>
    public double Value
    {
        get
        {
            if (confusion.Total == 0)
            {
                return double.NaN;
            }

            // Whole numbers throughout: the differences are exact however many examples there are.
            Int128 square = (Int128)confusion.Total * confusion.Total;
            (Int128 both, Int128 ofLabels, Int128 ofPredictions) = (0, square, square);
            for (int label = 0; label < confusion.Classes; label++)
            {
                (Int128 labelled, Int128 predicted) = (0, 0);
                for (int other = 0; other < confusion.Classes; other++)
                {
                    labelled += confusion[label, other];
                    predicted += confusion[other, label];
                }

                both += ((Int128)confusion.Total * confusion[label, label]) - (labelled * predicted);
                ofLabels -= labelled * labelled;
                ofPredictions -= predicted * predicted;
            }

            return ofLabels == 0 || ofPredictions == 0 ? 0 : (double)both / Math.Sqrt((double)ofLabels * (double)ofPredictions);
        }
    }

    /// <summary>Adds a batch.</summary>
    /// <param name="output">Logits, [batch, classes].</param>
    /// <param name="labels">Classes, int64 [batch].</param>
    /// <exception cref="ArgumentException">The shapes are others, the number of classes is another than before, or a label is none of them.</exception>
    public void Add(torch.Tensor output, torch.Tensor labels) => confusion.Add(output, labels);
}
