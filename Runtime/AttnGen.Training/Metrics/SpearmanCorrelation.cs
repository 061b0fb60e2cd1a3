using TorchSharp;

namespace AttnGen.Training;

/// <summary>
/// Spearman's correlation of scores and labels: Pearson's of their ranks, where equal ones have the mean of the ranks they share. <see cref="double.NaN"/> where
/// <see cref="PearsonCorrelation"/> is, and with a score that is none. It keeps two numbers an example.
/// </summary>
public sealed class SpearmanCorrelation : IMetric
{
    private readonly List<double> scores = [];
    private readonly List<double> truth = [];

    /// <summary>"spearman".</summary>
    public string Name => "spearman";

    /// <inheritdoc/>
    public double Value
    {
        get
        {
            if (scores.Exists(double.IsNaN) || truth.Exists(double.IsNaN))
            {
                return double.NaN;
            }

            CoMoments moments = new();
            foreach ((double score, double label) in Ranks(scores).Zip(Ranks(truth)))
            {
                moments.Add(score, label);
            }

            return moments.Correlation;
        }
    }

    /// <summary>Adds a batch.</summary>
    /// <param name="output">Scores, [batch] or [batch, 1].</param>
    /// <param name="labels">Scores, [batch].</param>
    /// <exception cref="ArgumentException">The shapes are others.</exception>
    public void Add(torch.Tensor output, torch.Tensor labels)
    {
        MetricInput.RequireScores("Spearman's correlation", output, labels);
        scores.AddRange(MetricInput.Numbers(output));
        truth.AddRange(MetricInput.Numbers(labels));
    }

    private static double[] Ranks(List<double> values)
    {
        double[] sorted = [.. values];
        int[] order = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, order);
        double[] ranks = new double[sorted.Length];
        for (int start = 0; start < sorted.Length;)
        {
            int end = start + 1;
            while (end < sorted.Length && sorted[end] == sorted[start])
            {
                end++;
            }

            foreach (int index in order.AsSpan(start..end))
            {
                ranks[index] = (start + 1 + end) / 2.0;
            }

            start = end;
        }

        return ranks;
    }
}
