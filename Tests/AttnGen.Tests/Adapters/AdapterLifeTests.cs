using AttnGen.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Tests.Adapters;

public sealed class AdapterLifeTests
{
    [Fact]
    public void Adapters_stay_after_the_session_and_stand_outside_the_state_dict()
    {
        using var scope = NewDisposeScope();
        using var model = new ToyClassifier();
        var names = model.state_dict().Keys.ToList();
        var (ids, _) = Toy.Batch(9);
        var untouched = model.call(ids);
        Train(model);
        var trained = model.call(ids);

        Assert.Equal(names, model.state_dict().Keys);
        Assert.False(trained.Equals(untouched));
        Assert.All(model.parameters(), parameter => Assert.True(parameter.requires_grad && parameter.grad is null));
    }

    [Fact]
    public void Merging_gives_the_output_of_the_adapters()
    {
        using var scope = NewDisposeScope();
        using var model = new ToyClassifier();
        Train(model);
        var (ids, _) = Toy.Batch(9);
        var adapted = model.call(ids);
        model.Merge();
        var merged = model.call(ids);
        Assert.InRange((adapted - merged).abs().max().item<float>(), 0, 1e-5f);
        model.Merge();
        Assert.True(merged.Equals(model.call(ids)));
    }

    [Fact]
    public void Merging_into_a_weight_that_another_path_reads_is_refused_with_both_and_changes_nothing()
    {
        using var scope = NewDisposeScope();
        using var model = new ToyClassifier();
        using (no_grad())
        {
            model.Layers[1].Query.weight.set_(model.Layers[0].Query.weight);
        }

        Train(model, TuneStrategy<ToyClassifier>.Create(strategy => strategy.Lora(2).Tune(Matrix.Q, layers: "0")));
        var (ids, _) = Toy.Batch(9);
        var before = model.call(ids);
        var message = Assert.Throws<TuningException>(() => model.Merge()).Message;
        Assert.Contains("'layer.0.query.weight' and 'layer.1.query.weight'", message, StringComparison.Ordinal);
        Assert.True(before.Equals(model.call(ids)));
        model.RemoveAdapter();
        Assert.False(before.Equals(model.call(ids)));
    }

    [Fact]
    public void Removing_gives_the_base_models_projections_back()
    {
        using var scope = NewDisposeScope();
        using var model = new ToyClassifier();
        var input = randn(2, 5, 8);
        var before = model.Layers[0].call(input);
        Train(model);
        Assert.False(before.Equals(model.Layers[0].call(input)));
        model.RemoveAdapter();
        Assert.True(before.Equals(model.Layers[0].call(input)));
    }

    [Fact]
    public void Adapters_follow_the_model_to_another_type()
    {
        using var scope = NewDisposeScope();
        using var model = new ToyClassifier();
        Train(model);
        var (ids, _) = Toy.Batch(9);
        var single = model.call(ids);
        model.to(ScalarType.Float64);
        var twice = model.call(ids);
        Assert.Equal(ScalarType.Float64, twice.dtype);
        Assert.InRange((single - twice).abs().max().item<double>(), 0, 1e-5);
        Train(model);
    }

    [Fact]
    public void A_second_session_of_the_same_method_trains_on()
    {
        using var scope = NewDisposeScope();
        using var model = new ToyClassifier();
        Train(model);
        var (ids, _) = Toy.Batch(9);
        var first = model.call(ids);
        using var tuning = model.BeginTuning();
        Assert.True(first.Equals(model.call(ids)));
    }

    private static void Train(ToyClassifier model)
    {
        using var tuning = model.BeginTuning(new TuningOptions { LearningRate = 1e-2 });
        Toy.Train(model, tuning, 10);
    }

    private static void Train(ToyClassifier model, TuneStrategy<ToyClassifier> strategy)
    {
        using var tuning = model.BeginTuning(strategy, new TuningOptions { LearningRate = 1e-2 });
        Toy.Train(model, tuning, 10);
    }
}
