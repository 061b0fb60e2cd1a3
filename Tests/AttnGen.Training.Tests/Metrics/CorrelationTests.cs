using AttnGen.Training.Tests.Support;
using CsCheck;
using TorchSharp;

namespace AttnGen.Training.Tests.Metrics;

/// <summary>Pearson's and Spearman's correlation against values computed by hand.</summary>
public sealed class CorrelationTests
{
    private static readonly Gen<(double[] Scores, double[] Labels)> Pairs =
        from count in Gen.Int[2, 50]
        from scores in Gen.Int[-6, 6].Select(score => score / 4.0).Array[count]
        from labels in Gen.Int[0, 10].Select(label => label / 2.0).Array[count]
        select (scores, labels);

    /// <summary>Deviations -2 -1 0 1 2 and 3.7 2.7 -3.8 -0.3 -2.3: -15 / sqrt(10 * 40.8).</summary>
    [Fact]
    public void Pearson_is_the_covariance_over_both_deviations() =>
        Assert.Equal(-15 / Math.Sqrt(10 * 40.8), Of(new PearsonCorrelation(), [1, 2, 3, 4, 5], [10, 9, 2.5, 6, 4]), 1e-14);

    /// <summary>The labels' ranks are 1, 2, 3.5, 5 and 3.5; the products of the deviations 8, their squares 10 and 9.5.</summary>
    [Fact]
    public void Spearman_gives_equal_ones_the_mean_of_their_ranks()
    {
        Assert.Equal(8 / Math.Sqrt(10 * 9.5), Of(new SpearmanCorrelation(), [1, 2, 3, 4, 5], [5, 6, 7, 8, 7]), 1e-14);
        // Ranks 2, 2, 2, 4 and 1, 2.5, 2.5, 4: deviations -0.5 -0.5 -0.5 1.5 and -1.5 0 0 1.5.
        Assert.Equal(3 / Math.Sqrt(3 * 4.5), Of(new SpearmanCorrelation(), [7, 7, 7, 9], [-3, 0, 0, 100]), 1e-14);
    }

    [Theory]
    [InlineData(new[] { 1.0, 2.0, 5.0 }, new[] { 3.0, 5.0, 11.0 }, 1.0, 1.0)]
    [InlineData(new[] { 1.0, 2.0, 5.0 }, new[] { -3.0, -5.0, -11.0 }, -1.0, -1.0)]
    [InlineData(new[] { 1.0, 2.0, 1.0, 2.0 }, new[] { 1.0, 1.0, 2.0, 2.0 }, 0.0, 0.0)]
    [InlineData(new[] { 2.5, 2.5, 2.5 }, new[] { 1.0, 2.0, 3.0 }, double.NaN, double.NaN)] // constant scores
    [InlineData(new[] { 1.0, 2.0, 3.0 }, new[] { 0.1, 0.1, 0.1 }, double.NaN, double.NaN)] // constant labels
    [InlineData(new[] { 1.0 }, new[] { 2.0 }, double.NaN, double.NaN)]
    [InlineData(new[] { 1.0, double.NaN, 3.0 }, new[] { 1.0, 2.0, 3.0 }, double.NaN, double.NaN)]
    [InlineData(new[] { 1.0, 2.0, double.PositiveInfinity }, new[] { 1.0, 2.0, 3.0 }, double.NaN, 1.0)]
    public void Edges(double[] scores, double[] labels, double pearson, double spearman)
    {
        Assert.Equal(pearson, Of(new PearsonCorrelation(), scores, labels), 1e-14);
        Assert.Equal(spearman, Of(new SpearmanCorrelation(), scores, labels), 1e-14);
    }

    [Fact]
    public void Before_the_first_batch_there_is_no_value()
    {
        IMetric[] metrics = [new PearsonCorrelation(), new SpearmanCorrelation(), new MatthewsCorrelation(), new F1Score()];
        Assert.All(metrics, metric => Assert.Equal(double.NaN, metric.Value));
        Assert.Equal(["pearson", "spearman", "matthews", "f1"], metrics.Select(metric => metric.Name));
    }

    [Fact]
    public void Neither_the_order_nor_the_batches_matter() =>
        Gen.Select(Pairs, Gen.Long, Gen.Int[1, 9]).Sample((pairs, seed, size) =>
        {
            int[] order = new SeededRandom(seed).Permutation(pairs.Scores.Length);
            double[] scores = [.. order.Select(index => pairs.Scores[index])];
            double[] labels = [.. order.Select(index => pairs.Labels[index])];
            Assert.Equal(Of(new PearsonCorrelation(), pairs.Scores, pairs.Labels), Of(new PearsonCorrelation(), scores, labels, size), 1e-12);
            Assert.Equal(Of(new SpearmanCorrelation(), pairs.Scores, pairs.Labels), Of(new SpearmanCorrelation(), scores, labels, size), 1e-12);
        });

    [Fact]
    public void Spearman_sees_only_the_order() =>
        Pairs.Sample(pairs => Assert.Equal(
            Of(new SpearmanCorrelation(), pairs.Scores, pairs.Labels), Of(new SpearmanCorrelation(), Array.ConvertAll(pairs.Scores, score => Math.Exp(3 * score)), pairs.Labels), 1e-12));

    [Fact]
    public void Many_scores_far_from_zero_lose_nothing()
    {
        double[] scores = [.. Enumerable.Range(0, 1_000_000).Select(i => 1e9 + (i % 1000))];
        double[] labels = [.. Enumerable.Range(0, 1_000_000).Select(i => -1e9 - (i % 1000 * 0.5))];
        Assert.Equal(-1, Of(new PearsonCorrelation(), scores, labels, 4096), 1e-9);
    }

    [Fact]
    public void Scores_may_have_a_column_of_their_own_and_nothing_else()
    {
        using torch.Tensor column = torch.tensor(new float[] { 1, 2, 4 }, [3, 1]);
        using torch.Tensor labels = torch.tensor(new float[] { 2, 4, 8 });
        PearsonCorrelation pearson = new();
        SpearmanCorrelation spearman = new();
        long before = LiveTensors.Count();
        pearson.Add(column, labels);
        spearman.Add(column, labels);
        Assert.Equal(before, torch.Tensor.TotalCount);
        Assert.Equal(1, pearson.Value, 1e-14);
        Assert.Equal(1, spearman.Value, 1e-14);

        using torch.Tensor logits = torch.rand(3, 2);
        Assert.Contains("Pearson's correlation needs scores [batch] or [batch, 1] and labels [batch], not [3, 2] and [3]", Assert.Throws<ArgumentException>(() => pearson.Add(logits, labels)).Message, StringComparison.Ordinal);
        Assert.Contains("not [3] and [3, 1]", Assert.Throws<ArgumentException>(() => spearman.Add(labels, column)).Message, StringComparison.Ordinal);
    }

    private static double Of(IMetric metric, double[] scores, double[] labels, int batch = int.MaxValue)
    {
        foreach ((double Score, double Label)[] rows in scores.Zip(labels).Chunk(Math.Min(batch, scores.Length)))
        {
            using torch.Tensor output = torch.tensor(Array.ConvertAll(rows, row => row.Score));
            using torch.Tensor truth = torch.tensor(Array.ConvertAll(rows, row => row.Label));
            metric.Add(output, truth);
        }

        return metric.Value;
    }
}
