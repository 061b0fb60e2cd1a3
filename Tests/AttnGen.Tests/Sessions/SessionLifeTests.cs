using AttnGen.Tests.Models;
using static TorchSharp.torch;

namespace AttnGen.Tests.Sessions;

public sealed class SessionLifeTests
{
    [Fact]
    public void A_step_trains_what_the_strategy_names_and_nothing_else()
    {
        manual_seed(3);
        using var model = new ToyClassifier();
        var before = model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone());

        using var tuning = model.BeginTuning(new TuningOptions { LearningRate = 3e-2 });
        Assert.Equal(["query", "value", "head"], tuning.Groups.Select(group => group.Name));
        Assert.Equal(0.12, tuning.Groups.Value.LearningRate, 12);
        var losses = Toy.Train(model, tuning, steps: 150);

        Assert.True(losses[^1] < 0.6 * losses[0], $"{losses[0]} -> {losses[^1]}");
        foreach (var (path, tensor) in model.state_dict())
        {
            var changed = !tensor.Equals(before[path]);
            Assert.True(changed == path.StartsWith("classifier", StringComparison.Ordinal), path);
        }
    }

    [Fact]
    public void A_small_decay_is_printed_and_the_list_of_parameters_stays_the_same()
    {
        using var model = new ToyClassifier();
        using var tuning = model.BeginTuning(new TuningOptions { LearningRate = 1e-3, WeightDecay = 2e-5 });
        Assert.Matches(@"classifier\.weight +\[3, 8\] +full +1\.0e-3 +2\.0e-5 +24", tuning.Explain());
        Assert.Matches(@"classifier\.bias +\[3\] +full +1\.0e-3 +0 +3", tuning.Explain());
        Assert.Same(tuning.Groups.Head.Parameters, tuning.Groups.Head.Parameters);
        Assert.Equal(["classifier.weight", "classifier.bias"], tuning.Groups.Head.TunedParameters.Select(tuned => tuned.Path));
    }

    [Fact]
    public void An_attention_layer_that_is_a_head_is_trained_with_it_alone()
    {
        using var model = new ToyAttentiveHead(new ToyAttention(8), new ToyAttention(8));
        using var tuning = model.BeginTuning();

        Assert.Equal(["body.value.weight", "body.value.bias"], tuning.Groups.Value.TunedParameters.Select(tuned => tuned.Path));
        Assert.Equal(8, tuning.Groups.Head.TunedParameters.Count(tuned => tuned.Path.StartsWith("pooler.", StringComparison.Ordinal)));
    }
}
