using TorchSharp;

namespace AttnGen.Training;

/// <summary>
/// Pearson's correlation of scores and labels, -1 to 1. <see cref="double.NaN"/> of less than two examples and where all scores or all labels are the same, which have
/// no correlation, as SciPy has it.
/// </summary>
public sealed class PearsonCorrelation : IMetric
{
    private readonly CoMoments moments = new();

    /// <summary>"pearson".</summary>
    public string Name => "pearson";

    /// <inheritdoc/>
    public double Value => moments.Correlation;

    /// <summary>Adds a batch.</summary>
    /// <param name="output">Scores, [batch] or [batch, 1].</param>
    /// <param name="labels">Scores, [batch].</param>
    /// <exception cref="ArgumentException">The shapes are others.</exception>
    public void Add(torch.Tensor output, torch.Tensor labels)
    {
        MetricInput.RequireScores("Pearson's correlation", output, labels);
        foreach ((double score, double label) in MetricInput.Numbers(output).Zip(MetricInput.Numbers(labels)))
        {
            moments.Add(score, label);
        }
    }
}
