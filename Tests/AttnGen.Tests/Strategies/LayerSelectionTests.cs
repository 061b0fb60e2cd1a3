using AttnGen.Tests.Models;

namespace AttnGen.Tests.Strategies;

public sealed class LayerSelectionTests
{
    [Theory]
    [InlineData("all", 6, "0,1,2,3,4,5")]
    [InlineData("last:2", 6, "4,5")]
    [InlineData("last:6", 6, "0,1,2,3,4,5")]
    [InlineData("0,2,4-6", 8, "0,2,4,5,6")]
    [InlineData("3", 4, "3")]
    public void Selects(string text, int count, string expected)
    {
        var selection = LayerSelection.Parse(text).Selection!;

        Assert.Equal(expected, string.Join(',', Enumerable.Range(0, count).Where(index => selection.Contains(index, count))));
        Assert.Null(selection.Beyond(count));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("All")]
    [InlineData("last")]
    [InlineData("last:0")]
    [InlineData("last:-1")]
    [InlineData("first:2")]
    [InlineData("1,")]
    [InlineData("3-1")]
    [InlineData("-1")]
    [InlineData("1-2-3")]
    [InlineData(" 1")]
    [InlineData("1,0-2")]
    [InlineData("99999999999")]
    public void Refuses(string? text)
    {
        var problem = LayerSelection.Parse(text).Problem;

        Assert.StartsWith($"Layers is \"{text}\"; ", problem, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => TuneStrategy<ToyClassifier>.Create(strategy => strategy.Tune(Matrix.V, layers: text!)));
    }

    [Theory]
    [InlineData("0", "1-3", false)]
    [InlineData("0-2", "2", true)]
    [InlineData("last:1", "last:2", true)]
    [InlineData("all", "0", true)]
    public void Overlaps(string one, string other, bool expected) =>
        Assert.Equal(expected, LayerSelection.Parse(one).Selection!.Overlaps(LayerSelection.Parse(other).Selection!));

    [Fact]
    public void Layers_have_groups_and_numbers_of_their_own()
    {
        using var model = new ToyClassifier();
        var strategy = TuneStrategy<ToyClassifier>.Create(declare => declare.Lora(2).Tune(Matrix.V, lrScale: 2, layers: "0").Tune(Matrix.V, lrScale: 8, layers: "last:1").Tune(Matrix.Q, layers: "1"));
        using var tuning = model.BeginTuning(strategy, new TuningOptions { LearningRate = 1e-3 });

        Assert.Equal(["query[1]", "value[0]", "value[last:1]", "head"], tuning.Groups.Select(group => group.Name));
        Assert.Equal(2e-3, tuning.Groups["value[0]"].LearningRate, 12);
        Assert.Equal(8e-3, tuning.Groups["value[last:1]"].LearningRate, 12);
        Assert.All(tuning.Groups["query[1]"].TunedParameters, tuned => Assert.StartsWith("layer.1.query", tuned.Path, StringComparison.Ordinal));
        Assert.Equal("lora rank=2 alpha=8 dropout=0; Q x1 layers=1; V x2 layers=0; V x8 layers=last:1; head x1", strategy.Description);
        Assert.Contains("several groups", Assert.Throws<KeyNotFoundException>(() => tuning.Groups[Matrix.V]).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2", "the layers of ToyClassifier are 0 to 1 of 'layer'")]
    [InlineData("0-5", "the layers of ToyClassifier are 0 to 1 of 'layer'")]
    [InlineData("last:3", "the layers of ToyClassifier are 0 to 1 of 'layer'")]
    public void A_selection_that_the_model_has_not_is_refused(string layers, string expected)
    {
        using var model = new ToyClassifier();

        Assert.Contains(expected, Assert.Throws<TuningException>(() => model.BeginTuning(TuneStrategy<ToyClassifier>.Create(strategy => strategy.Tune(Matrix.V, layers: layers)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_without_lists_has_no_layers()
    {
        using var model = new ToyAttention(8);

        Assert.Contains("has no layers", Assert.Throws<TuningException>(() => model.BeginTuning(TuneStrategy<ToyAttention>.Create(strategy => strategy.Tune(Matrix.V, layers: "0")))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "'layer.1.value.lora_A.weight'")]
    [InlineData(false, "'layer.1.value.weight'")]
    public void Selections_that_meet_in_this_model_are_refused_with_both_and_the_layer(bool adapters, string path)
    {
        using var model = new ToyClassifier();
        var strategy = TuneStrategy<ToyClassifier>.Create(declare => (adapters ? declare.Lora(2) : declare).Tune(Matrix.V, layers: "0-1").Tune(Matrix.V, lrScale: 8, layers: "last:1"));

        Assert.Equal(
            $"{path} would be in two groups and be updated twice a step. The strategy's value[0-1] and value[last:1] both have layer 1 of the 2 of 'layer'. Leave that layer to one of them.",
            Assert.Throws<TuningException>(() => model.BeginTuning(strategy)).Message);
    }

    [Fact]
    public void A_layer_that_lacks_the_projection_can_be_left_out()
    {
        using var model = new ToyUnevenStack();
        using var tuning = model.BeginTuning(TuneStrategy<ToyUnevenStack>.Create(strategy => strategy.Tune(Matrix.V, layers: "0,2")));

        Assert.All(tuning.Groups[0].TunedParameters, tuned => Assert.DoesNotContain("layers.1", tuned.Path, StringComparison.Ordinal));
    }
}
