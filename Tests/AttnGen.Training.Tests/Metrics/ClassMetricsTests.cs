using CsCheck;
using TorchSharp;

namespace AttnGen.Training.Tests.Metrics;

/// <summary>F1 and Matthews' correlation against values computed by hand.</summary>
public sealed class ClassMetricsTests
{
    private static readonly Gen<(int[] Labels, int[] Predicted)> Answers =
        from count in Gen.Int[1, 60]
        from classes in Gen.Int[2, 4]
        from labels in Gen.Int[0, classes - 1].Array[count]
        from predicted in Gen.Int[0, classes - 1].Array[count]
        select (labels, predicted);

    [Fact]
    public void Of_three_hits_one_false_alarm_two_misses_and_four_right_rejections()
    {
        int[] labels = [1, 1, 1, 0, 1, 1, 0, 0, 0, 0];
        int[] predicted = [1, 1, 1, 1, 0, 0, 0, 0, 0, 0];
        Assert.Equal(2.0 * 3 / ((2 * 3) + 1 + 2), Of(new F1Score(), labels, predicted), 1e-15);
        Assert.Equal(((3 * 4) - (1 * 2)) / Math.Sqrt((3 + 1) * (3 + 2) * (4 + 1) * (4 + 2)), Of(new MatthewsCorrelation(), labels, predicted), 1e-15);
        Assert.Equal(0.7, Of(new Accuracy(), labels, predicted), 1e-15);
    }

    [Theory]
    [InlineData(new[] { 1, 1, 1, 0 }, new[] { 1, 0, 1, 1 }, 2.0 / 3, -1.0 / 3)]
    [InlineData(new[] { 0, 1, 1 }, new[] { 0, 1, 1 }, 1.0, 1.0)]
    [InlineData(new[] { 0, 1, 1 }, new[] { 1, 0, 0 }, 0.0, -1.0)]
    [InlineData(new[] { 0, 1, 1, 0 }, new[] { 1, 1, 1, 1 }, 2.0 / 3, 0.0)] // a constant prediction
    [InlineData(new[] { 0, 1, 1, 0 }, new[] { 0, 0, 0, 0 }, 0.0, 0.0)]
    [InlineData(new[] { 1, 1, 1 }, new[] { 1, 1, 1 }, 1.0, 0.0)] // one class only
    [InlineData(new[] { 0, 0, 0 }, new[] { 0, 0, 0 }, 0.0, 0.0)]
    [InlineData(new[] { 1 }, new[] { 0 }, 0.0, 0.0)]
    public void Of_two_classes(int[] labels, int[] predicted, double f1, double matthews)
    {
        Assert.Equal(f1, Of(new F1Score(), labels, predicted), 1e-15);
        Assert.Equal(matthews, Of(new MatthewsCorrelation(), labels, predicted), 1e-15);
    }

    /// <summary>Rows of labels, columns of predictions: 2 1 0, 0 2 1, 1 0 3. 7 of 10 are right, and both sides have 3, 3 and 4: (70 - 34) / (100 - 34).</summary>
    [Fact]
    public void Matthews_of_three_classes() =>
        Assert.Equal(36.0 / 66, Of(new MatthewsCorrelation(), [0, 0, 0, 1, 1, 1, 2, 2, 2, 2], [0, 0, 1, 1, 1, 2, 0, 2, 2, 2]), 1e-15);

    [Fact]
    public void Matthews_of_two_classes_is_the_correlation_of_their_numbers() =>
        Answers.Where(answers => answers.Labels.Concat(answers.Predicted).Max() < 2).Sample(answers =>
        {
            PearsonCorrelation pearson = new();
            using torch.Tensor output = torch.tensor(Array.ConvertAll(answers.Predicted, label => (float)label));
            using torch.Tensor labels = torch.tensor(Array.ConvertAll(answers.Labels, label => (float)label));
            pearson.Add(output, labels);
            Assert.Equal(double.IsNaN(pearson.Value) ? 0 : pearson.Value, Of(new MatthewsCorrelation(), answers.Labels, answers.Predicted), 1e-12);
        });

    [Fact]
    public void Neither_the_order_nor_the_batches_matter() =>
        Gen.Select(Answers, Gen.Long, Gen.Int[1, 9]).Sample((answers, seed, size) =>
        {
            int[] order = new SeededRandom(seed).Permutation(answers.Labels.Length);
            int[] labels = [.. order.Select(index => answers.Labels[index])];
            int[] predicted = [.. order.Select(index => answers.Predicted[index])];
            Assert.Equal(Of(new MatthewsCorrelation(), answers.Labels, answers.Predicted), Of(new MatthewsCorrelation(), labels, predicted, size));
            int[] first = [.. answers.Labels.Select(label => Math.Min(label, 1))];
            int[] second = [.. answers.Predicted.Select(label => Math.Min(label, 1))];
            Assert.Equal(
                Of(new F1Score(), first, second, classes: 2),
                Of(new F1Score(), [.. order.Select(index => first[index])], [.. order.Select(index => second[index])], size, classes: 2));
        });

    [Fact]
    public void A_million_examples_a_batch_are_counted_exactly()
    {
        const int rows = 1_000_000;
        int[] labels = [.. Enumerable.Range(0, rows).Select(row => row % 2)];
        int[] predicted = [.. Enumerable.Range(0, rows).Select(row => row < 4 ? 1 - (row % 2) : row % 2)];
        MatthewsCorrelation matthews = new();
        F1Score f1 = new();
        for (int batch = 0; batch < 3; batch++)
        {
            Of(matthews, labels, predicted, rows);
            Of(f1, labels, predicted, rows);
        }

        Assert.Equal((rows - 8.0) / rows, matthews.Value, 1e-15);
        Assert.Equal((rows - 4.0) / rows, f1.Value, 1e-15);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using torch.Tensor three = torch.rand(2, 3);
        using torch.Tensor two = torch.rand(2, 2);
        using torch.Tensor labels = torch.tensor(new long[] { 0, 2 });
        Assert.Contains("two classes, but the logits are of 3", Assert.Throws<ArgumentException>(() => new F1Score().Add(three, labels)).Message, StringComparison.Ordinal);
        Assert.Contains("the label 2 in row 1; with 2 classes", Assert.Throws<ArgumentException>(() => new F1Score().Add(two, labels)).Message, StringComparison.Ordinal);
        Assert.Contains("not [2, 2] and [2, 3]", Assert.Throws<ArgumentException>(() => new MatthewsCorrelation().Add(two, three)).Message, StringComparison.Ordinal);
        MatthewsCorrelation matthews = new();
        matthews.Add(three, labels);
        Assert.Contains("of 3 classes before and of 2 now", Assert.Throws<ArgumentException>(() => matthews.Add(two, labels)).Message, StringComparison.Ordinal);
    }

    private static double Of(IMetric metric, int[] labels, int[] predicted, int batch = int.MaxValue, int? classes = null)
    {
        int width = classes ?? Math.Max(2, labels.Concat(predicted).Max() + 1);
        foreach ((int Label, int Predicted)[] rows in labels.Zip(predicted).Chunk(Math.Min(batch, labels.Length)))
        {
            float[] logits = new float[rows.Length * width];
            for (int row = 0; row < rows.Length; row++)
            {
                logits[(row * width) + rows[row].Predicted] = 2.5f;
            }

            using torch.Tensor output = torch.tensor(logits, [rows.Length, width]);
            using torch.Tensor truth = torch.tensor(Array.ConvertAll(rows, row => (long)row.Label));
            metric.Add(output, truth);
        }

        return metric.Value;
    }
}
