using AttnGen.Tests.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Tests.Sessions;

/// <summary>A session of full tuning against TorchSharp's own optimizer on a model with the same weights.</summary>
public sealed class FullTuningTests
{
    private static readonly TuneStrategy<ToyClassifier> Strategy =
        TuneStrategy<ToyClassifier>.Create(strategy => strategy.Tune(Matrix.Q).Tune(Matrix.V, lrScale: 4, weightDecay: 0.1));

    [Theory]
    [InlineData(OptimizerKernel.Vector)]
    [InlineData(OptimizerKernel.Fused)]
    [InlineData(OptimizerKernel.Managed)]
    public void Fifty_steps_equal_those_of_TorchSharps_AdamW(OptimizerKernel kernel)
    {
        var (model, reference) = Twins();
        using var tuning = model.BeginTuning(Strategy, new TuningOptions { LearningRate = 1e-3, MaxGradientNorm = null, Kernel = kernel });
        using var optimizer = Reference(reference);
        var difference = 0f;
        for (var step = 0; step < 50; step++)
        {
            using var scope = NewDisposeScope();
            var (ids, labels) = Toy.Batch(step);
            Toy.Loss(model, ids, labels).backward();
            tuning.Step();
            optimizer.zero_grad();
            Toy.Loss(reference, ids, labels).backward();
            optimizer.step();
            difference = model.state_dict().Max(entry => (entry.Value - reference.state_dict()[entry.Key]).abs().max().item<float>());
        }

        Assert.InRange(difference, 0, 2e-6f);
        Assert.NotEqual(0, (model.Layers[0].Value.weight - Twins().Model.Layers[0].Value.weight).abs().max().item<float>());
    }

    [Fact]
    public void The_models_own_zero_grad_between_steps_does_no_harm()
    {
        var (model, reference) = Twins();
        using var tuning = model.BeginTuning(Strategy);
        using var other = reference.BeginTuning(Strategy);
        for (var step = 0; step < 5; step++)
        {
            using var scope = NewDisposeScope();
            var (ids, labels) = Toy.Batch(step);
            model.zero_grad();
            Toy.Loss(model, ids, labels).backward();
            tuning.Step();
            Toy.Loss(reference, ids, labels).backward();
            other.Step();
        }

        Assert.All(model.state_dict(), entry => Assert.True(entry.Value.Equals(reference.state_dict()[entry.Key]), entry.Key));
    }

    [Fact]
    public void Gradients_of_several_batches_add_up()
    {
        var (model, reference) = Twins();
        using var tuning = model.BeginTuning(Strategy, new TuningOptions { MaxGradientNorm = null });
        using var other = reference.BeginTuning(Strategy, new TuningOptions { MaxGradientNorm = null });
        using var scope = NewDisposeScope();
        var (ids, labels) = Toy.Batch(1, size: 16);
        for (var half = 0; half < 2; half++)
        {
            (Toy.Loss(model, ids.narrow(0, 8 * half, 8), labels.narrow(0, 8 * half, 8)) / 2).backward();
        }

        Toy.Loss(reference, ids, labels).backward();
        tuning.Step();
        other.Step();
        Assert.InRange(Math.Abs(tuning.LastGradientNorm - other.LastGradientNorm), 0, 1e-5);
    }

    [Fact]
    public void Clipping_bounds_the_global_norm()
    {
        var (model, reference) = Twins();
        using var tuning = model.BeginTuning(Strategy, new TuningOptions { MaxGradientNorm = 1e-3 });
        using var scope = NewDisposeScope();
        var (ids, labels) = Toy.Batch(1);
        Toy.Loss(model, ids, labels).backward();
        Toy.Loss(reference, ids, labels).backward();
        var expected = Math.Sqrt(reference.named_parameters()
            .Where(entry => entry.name.StartsWith("classifier", StringComparison.Ordinal) || entry.name.Contains("query", StringComparison.Ordinal) || entry.name.Contains("value", StringComparison.Ordinal))
            .Sum(entry => entry.parameter.grad!.to(ScalarType.Float64).pow(2).sum().item<double>()));
        tuning.Step();
        Assert.InRange(tuning.LastGradientNorm / expected, 1 - 1e-5, 1 + 1e-5);
    }

    [Fact]
    public void TorchSharps_own_optimizer_and_scheduler_run_on_the_groups()
    {
        var (model, _) = Twins();
        using var tuning = model.BeginTuning(Strategy, new TuningOptions { LearningRate = 1e-2 });
        using var optimizer = optim.AdamW(tuning.Groups.Select(group => new AdamW.ParamGroup { Parameters = group.Parameters, Options = new() { LearningRate = group.LearningRate } }));
        var scheduler = optim.lr_scheduler.LambdaLR(optimizer, epoch => 1.0 / (epoch + 1));
        var before = model.Layers[0].Value.weight.detach().clone();
        using var scope = NewDisposeScope();
        var (ids, labels) = Toy.Batch(1);
        Toy.Loss(model, ids, labels).backward();
        optimizer.step();
        scheduler.step();
        Assert.NotEqual(0, (model.Layers[0].Value.weight - before).abs().max().item<float>());
        var rates = optimizer.ParamGroups.Select(group => group.LearningRate).ToList();
        Assert.Equal(4, rates[1] / rates[0], 10);
    }

    [Fact]
    public void Parameters_have_storage_of_their_own_after_the_session()
    {
        var (model, _) = Twins();
        var weight = model.Layers[0].Query.weight;
        Tensor inside;
        using (var tuning = model.BeginTuning(Strategy))
        {
            inside = weight.detach().clone();
        }

        Assert.True(weight.Equals(inside));
        Assert.True(weight.is_leaf && weight.requires_grad);
        Assert.Null(weight.grad);
    }

    private static (ToyClassifier Model, ToyClassifier Reference) Twins()
    {
        manual_seed(11);
        var model = new ToyClassifier();
        manual_seed(11);
        return (model, new ToyClassifier());
    }

    private static AdamW Reference(ToyClassifier model)
    {
        AdamW.ParamGroup Group(IEnumerable<Parameter> parameters, double rate, double decay) =>
            new() { Parameters = parameters.ToList(), Options = new() { LearningRate = rate, weight_decay = decay } };
        return optim.AdamW(
        [
            Group(model.Layers.Select(layer => layer.Query.weight), 1e-3, 0.01), Group(model.Layers.Select(layer => layer.Query.bias!), 1e-3, 0),
            Group(model.Layers.Select(layer => layer.Value.weight), 4e-3, 0.1), Group(model.Layers.Select(layer => layer.Value.bias!), 4e-3, 0),
            Group([model.Classifier.weight], 1e-3, 0.01), Group([model.Classifier.bias!], 1e-3, 0),
        ]);
    }
}
