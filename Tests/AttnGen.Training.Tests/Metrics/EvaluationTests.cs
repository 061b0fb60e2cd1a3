using AttnGen.Training.Tests.Support;
using TorchSharp;

namespace AttnGen.Training.Tests.Metrics;

public sealed class EvaluationTests
{
    private readonly TextDataset data = Samples.Texts(seed: 6, count: 45);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    public void Loss_and_accuracy_are_those_of_each_example_by_itself(int batchSize)
    {
        torch.manual_seed(1);
        using TinyModel model = new(dropoutRate: 0.5);
        EvaluationResult result = Evaluation.Run(model, Forward(model), Loss, new TextBatches(data, BatchOptions.ForEvaluation(batchSize)));
        float[][] rows = Evaluation.Predict(model, Forward(model), new TextBatches(data, BatchOptions.ForEvaluation(batchSize)));

        model.eval();
        double losses = 0;
        int correct = 0;
        for (int i = 0; i < data.Count; i++)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            long[] ids = [.. data[i].Ids.Select(id => (long)id)];
            float[] logits = [.. model.call(torch.tensor(ids, [1, ids.Length]), torch.ones(1, ids.Length, torch.ScalarType.Bool)).data<float>()];
            int label = data[i].Label.Class;
            losses += Math.Log(logits.Sum(logit => Math.Exp(logit))) - logits[label];
            correct += logits[label] >= logits[1 - label] ? 1 : 0;
            Assert.Equal(logits[0], rows[i][0], 1e-5f);
            Assert.Equal(logits[1], rows[i][1], 1e-5f);
        }

        Assert.Equal(losses / data.Count, result.Loss, 1e-6);
        Assert.Equal((double)correct / data.Count, result.Accuracy!.Value, 1e-12);
        Assert.Equal(data.Count, result.Examples);
    }

    [Fact]
    public void It_runs_in_evaluation_mode_without_gradients_and_gives_each_module_its_mode_back()
    {
        using TinyModel model = new(dropoutRate: 0.5);
        model.train();
        model.Dropout.eval();
        Evaluation.Run(
            model,
            batch =>
            {
                Assert.DoesNotContain(model.modules().Prepend(model), module => module.training);
                torch.Tensor output = model.call(batch.Ids, batch.Mask);
                Assert.False(output.requires_grad);
                return output;
            },
            Loss,
            Batches());
        Assert.True(model.training);
        Assert.False(model.Dropout.training);

        model.eval();
        model.Dropout.train();
        Assert.Throws<InvalidTimeZoneException>(() => Evaluation.Run(model, _ => throw new InvalidTimeZoneException(), Loss, Batches()));
        Assert.False(model.training);
        Assert.True(model.Dropout.training);
        Assert.True(torch.is_grad_enabled());
    }

    [Fact]
    public void It_leaves_no_tensor_behind()
    {
        using TinyModel model = new();
        Evaluation.Run(model, Forward(model), Loss, Batches());
        long before = LiveTensors.Count();
        Evaluation.Run(model, Forward(model), Loss, Batches());
        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    [Fact]
    public void Cancellation_ends_it_with_the_mode_given_back()
    {
        using TinyModel model = new();
        using CancellationTokenSource stop = new();
        Assert.ThrowsAny<OperationCanceledException>(() => Evaluation.Run(
            model,
            batch =>
            {
                stop.Cancel();
                return model.call(batch.Ids, batch.Mask);
            },
            Loss,
            Batches(),
            cancellation: stop.Token));
        Assert.True(model.training);
    }

    [Fact]
    public void Batches_that_leave_examples_out_are_refused()
    {
        using TinyModel model = new();
        Assert.Contains("would leave examples out", Assert.Throws<ArgumentException>(() => Evaluation.Run(
            model, Forward(model), Loss, new TextBatches(data, new BatchOptions { DropLast = true }))).Message, StringComparison.Ordinal);
    }

    private static Func<Batch, torch.Tensor> Forward(TinyModel model) => batch => model.call(batch.Ids, batch.Mask);

    private static torch.Tensor Loss(torch.Tensor output, torch.Tensor labels) => torch.nn.functional.cross_entropy(output, labels);

    private TextBatches Batches() => new(data, BatchOptions.ForEvaluation(8));
}
