using AttnGen.Training.Tests.Support;
using TorchSharp;

namespace AttnGen.Training.Tests.Metrics;

public sealed class AccuracyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void It_is_the_share_of_examples_whose_largest_logit_is_their_class(long seed)
    {
        SeededRandom random = new(seed);
        Accuracy accuracy = new();
        MeanLoss loss = new();
        int correct = 0;
        int total = 0;
        double losses = 0;
        for (int batch = 0; batch < 7; batch++)
        {
            int rows = 1 + random.NextBelow(9);
            float[] logits = [.. Enumerable.Range(0, rows * 4).Select(_ => (float)random.NextDouble())];
            long[] labels = [.. Enumerable.Range(0, rows).Select(_ => (long)random.NextBelow(4))];
            double[] ofRows = [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble())];
            for (int row = 0; row < rows; row++)
            {
                float[] own = logits[(row * 4)..((row + 1) * 4)];
                correct += own[labels[row]] == own.Max() ? 1 : 0;
            }

            total += rows;
            losses += ofRows.Sum();
            using torch.Tensor output = torch.tensor(logits, [rows, 4]);
            using torch.Tensor truth = torch.tensor(labels);
            accuracy.Add(output, truth);
            loss.Add(ofRows.Average(), rows);
        }

        Assert.Equal((double)correct / total, accuracy.Value, 1e-15);
        Assert.Equal((correct, total), (accuracy.Correct, accuracy.Total));
        Assert.Equal(losses / total, loss.Value, 1e-12);
    }

    [Fact]
    public void It_keeps_no_tensor()
    {
        using torch.Tensor output = torch.rand(5, 3);
        using torch.Tensor labels = torch.zeros(5, torch.ScalarType.Int64);
        long before = LiveTensors.Count();
        Accuracy accuracy = new();
        for (int i = 0; i < 10; i++)
        {
            accuracy.Add(output, labels);
        }

        Assert.Equal(before, torch.Tensor.TotalCount);
        Assert.Equal(50, accuracy.Total);
    }

    [Fact]
    public void Before_the_first_batch_there_is_no_value() =>
        Assert.True(double.IsNaN(new Accuracy().Value) && double.IsNaN(new MeanLoss().Value) && double.IsNaN(new SmoothedLoss().Value));

    [Fact]
    public void Other_shapes_are_refused()
    {
        using torch.Tensor output = torch.rand(5, 3);
        using torch.Tensor labels = torch.zeros(4, torch.ScalarType.Int64);
        Assert.Contains("not [5, 3] and [4]", Assert.Throws<ArgumentException>(() => new Accuracy().Add(output, labels)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_smoothed_constant_is_that_constant()
    {
        SmoothedLoss smoothed = new();
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(3.5, smoothed.Add(3.5), 1e-12);
        }
    }
}
