using AttnGen.Tests.Models;
using TorchSharp;

namespace AttnGen.Tests.Strategies;

public sealed class StrategyTypeTests
{
    [Fact]
    public void Begins_a_session_with_typed_groups()
    {
        using var model = new ToyClassifier();
        using var tuning = ValueFast.Begin(model, new TuningOptions { LearningRate = 1e-3 });

        Assert.Equal(8e-3, tuning.Groups.Value.LearningRate, 12);
        Assert.Equal(1e-3, tuning.Groups.Query.LearningRate, 12);
        Assert.Equal(0, tuning.Groups.Value.WeightDecay);
        Assert.Equal(3, tuning.Groups.Count);
        Assert.True(tuning.Groups.Head.ParameterCount > 0);
    }

    [Fact]
    public void Its_value_is_a_strategy_like_one_made_at_run_time()
    {
        var made = TuneStrategy<ToyClassifier>.Create(strategy => strategy.Lora(2).Tune(Matrix.Q).Tune(Matrix.V, lrScale: 8, weightDecay: 0));
        using var model = new ToyClassifier();
        using var tuning = model.BeginTuning(ValueFast.Value);

        Assert.Equal(made, tuning.Strategy);
        Assert.Equal(made.Hash, ValueFast.Value.ToStrategy().Hash);
    }

    /// <summary>The initializers of a part that somebody wrote run before those of the generated part.</summary>
    [Fact]
    public void A_static_initializer_of_the_class_finds_it()
    {
        Assert.Equal(2, ValueFast.Careful.ValueLrScale);
        Assert.Equal(ValueFast.Value, ValueFast.Careful with { ValueLrScale = 8 });
        Assert.Same(ToyClassifier.DefaultStrategy, ToyClassifier.Standard);
    }

    [Fact]
    public void Layers_with_numbers_of_their_own_are_properties()
    {
        torch.manual_seed(5);
        using var model = new ToyClassifier();
        using var tuning = GradedValue.Begin(model, new TuningOptions { LearningRate = 1e-3 });

        Assert.Equal(2e-3, tuning.Groups.ValueLayers0.LearningRate, 12);
        Assert.Equal(8e-3, tuning.Groups.ValueLast1.LearningRate, 12);
        Assert.All(tuning.Groups.ValueLast1.TunedParameters, tuned => Assert.StartsWith("layer.1.value", tuned.Path, StringComparison.Ordinal));
        var losses = Toy.Train(model, tuning, 60);
        var (first, last) = (losses.Take(4).Average(), losses.TakeLast(4).Average());
        Assert.True(last < first, $"the loss went from {first} to {last} (seed 5)");
    }

    [Fact]
    public void Numbers_can_be_others_and_are_checked_again()
    {
        using var model = new ToyClassifier();
        using (var tuning = ValueFast.Begin(model, ValueFast.Value with { Rank = 3, ValueLrScale = 2 }))
        {
            Assert.Equal(2, tuning.Groups.Value.LrScale);
            Assert.Contains("rank=3", tuning.Strategy.Description, StringComparison.Ordinal);
        }

        Assert.Contains("Rank is 0", Assert.Throws<ArgumentException>(() => ValueFast.Begin(model, ValueFast.Value with { Rank = 0 })).Message, StringComparison.Ordinal);
        Assert.Contains("LrScale is NaN", Assert.Throws<ArgumentException>(() => model.BeginTuning(ValueFast.Value with { QueryLrScale = double.NaN })).Message, StringComparison.Ordinal);
    }
}
