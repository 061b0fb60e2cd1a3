using AttnGen.Tests.Models;
using TorchSharp;

namespace AttnGen.Tests.Strategies;

/// <summary>The groups of the paper's code, written out from its rule: "value" or one dimension; else "query"; else K.</summary>
public sealed class GroupingTests
{
    [Theory]
    [InlineData("roberta.encoder.layer.0.attention.self.query.lora_A.weight", true, Matrix.Q)]
    [InlineData("roberta.encoder.layer.0.attention.self.value.lora_B.weight", true, Matrix.V)]
    [InlineData("model.layers.3.self_attn.v_proj.weight", true, Matrix.V)]
    [InlineData("model.layers.3.self_attn.q_proj.weight", true, Matrix.Q)]
    [InlineData("roberta.encoder.layer.0.attention.self.key.weight", true, Matrix.K)]
    [InlineData("roberta.encoder.layer.0.attention.self.query.bias", false, Matrix.V)]
    [InlineData("classifier.dense.weight", true, Matrix.K)]
    [InlineData("classifier.out_proj.bias", false, Matrix.V)]
    public void A_name_decides(string path, bool isMatrix, Matrix expected) =>
        Assert.Equal(expected, PaperGroups.RoleOf(path, isMatrix));

    [Fact]
    public void The_heads_weights_train_with_the_key_and_its_biases_with_the_value()
    {
        using var scope = torch.NewDisposeScope();
        using var model = new ToyClassifier();
        using var tuning = PaperQv.Begin(model, new TuningOptions { LearningRate = 1e-3 });
        Assert.Equal(["query", "key", "value"], tuning.Groups.Select(group => group.Name));
        Assert.Equal(["classifier.weight"], tuning.Groups.Key.TunedParameters.Select(tuned => tuned.Path));
        Assert.Equal(1e-3, tuning.Groups.Key.BaseLearningRate);
        Assert.Equal(4, tuning.Groups.Query.TunedParameters.Count);
        Assert.Equal("classifier.bias", tuning.Groups.Value.TunedParameters[^1].Path);
        Assert.Equal(4e-3, tuning.Groups.Value.BaseLearningRate);
        Assert.False(tuning.Groups.Value.TunedParameters[^1].IsDecayed);
        var losses = Toy.Train(model, tuning, 40);
        Assert.True(losses[^4..].Sum() < losses[..4].Sum(), string.Join(" ", losses));
    }

    [Fact]
    public void In_full_tuning_every_bias_has_the_values_rate_and_an_empty_group_is_there()
    {
        using var scope = torch.NewDisposeScope();
        using var model = new ToyClassifier();
        using var tuning = model.BeginTuning(TuneStrategy<ToyClassifier>.Create(s => s.Tune(Matrix.Q).FreezeHead().Grouping(Grouping.Paper)));
        Assert.Equal(["layer.0.query.bias", "layer.1.query.bias"], tuning.Groups[Matrix.V].TunedParameters.Select(tuned => tuned.Path));
        Assert.Equal(["layer.0.query.weight", "layer.1.query.weight"], tuning.Groups[Matrix.Q].TunedParameters.Select(tuned => tuned.Path));
        Assert.Equal(0, tuning.Groups[Matrix.K].ParameterCount);
        Toy.Train(model, tuning, 2);
        Assert.Contains("full", tuning.Explain(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_it_cannot_honour_is_refused()
    {
        Assert.Contains("Declare V once, for all layers", Refusal(s => s.Tune(Matrix.V, layers: "last:1")), StringComparison.Ordinal);
        Assert.Contains("the head has no group", Refusal(s => s.Tune(Matrix.V).Head(lrScale: 2)), StringComparison.Ordinal);
        Assert.Contains("7 is no grouping", Refusal(s => s.Grouping((Grouping)7)), StringComparison.Ordinal);

        static string Refusal(Action<TuneStrategyBuilder> declare) => Assert.Throws<ArgumentException>(() => TuneStrategy<ToyClassifier>.Create(s =>
        {
            s.Grouping(Grouping.Paper);
            declare(s);
        })).Message;
    }

    [Fact]
    public void It_is_part_of_the_strategy()
    {
        var strict = TuneStrategy<ToyClassifier>.Create(s => s.Lora(2).Tune(Matrix.Q).Tune(Matrix.V, lrScale: 4));
        Assert.NotEqual(strict.Hash, PaperQv.Value.ToStrategy().Hash);
        Assert.Equal("lora rank=2 alpha=8 dropout=0; Q x1; V x4; head x1; grouping of the paper", PaperQv.Value.ToStrategy().Description);
    }
}
