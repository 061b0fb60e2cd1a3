using AttnGen.CompilerServices;
using AttnGen.Tests.Models;
using AttnGen.Tests.Shared;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Tests.Adapters;

/// <summary>Adapters on layers that no strategy of the whole model reaches: within members that are frozen as a whole, and within heads.</summary>
public sealed class HiddenAdapterTests
{
    private static readonly TuneStrategy<ToyAttention> Query = TuneStrategy<ToyAttention>.Create(strategy => strategy.Lora(2).Tune(Matrix.Q));

    [Fact]
    public void Of_a_frozen_member_they_are_merged_with_the_models_own()
    {
        using var scope = NewDisposeScope();
        using var model = New();
        var input = randn(2, 3, 8);
        var (adapted, before) = (model.call(input), model.Encoder.Query.weight.detach().clone());
        model.Merge();
        Assert.InRange((adapted - model.call(input)).abs().max().item<float>(), 0, 1e-5f);
        Assert.False(before.Equals(model.Encoder.Query.weight));
        Assert.Empty(Adapted(model));
    }

    [Fact]
    public void Of_a_frozen_member_they_are_taken_off_with_the_models_own()
    {
        using var scope = NewDisposeScope();
        using var model = New();
        model.RemoveAdapter();
        Assert.Empty(Adapted(model));
    }

    /// <summary>They have a scale, a rank and a dropout of their own, and are of an earlier training: the member's own directory has them.</summary>
    [Fact]
    public void Of_a_frozen_member_they_are_saved_and_loaded_with_the_member()
    {
        using var scope = NewDisposeScope();
        using var directory = new OwnDirectory();
        using var model = New();
        using var fresh = new ToyStaged();
        fresh.load_state_dict(model.state_dict());
        var (first, second) = (Path.Combine(directory.Path, "first"), Path.Combine(directory.Path, "second"));
        model.Encoder.SaveAdapter(first);
        model.SaveAdapter(second);
        fresh.Encoder.LoadAdapter(first);
        fresh.LoadAdapter(second);
        Assert.Equal(["attention.query", "encoder.query"], Adapted(fresh).Order(StringComparer.Ordinal));
        var input = randn(2, 3, 8);
        Assert.True(model.call(input).Equals(fresh.call(input)));
    }

    /// <summary>What was trained is not in the directory of an adapter, and that the frozen member has one does not make it so.</summary>
    [Fact]
    public void Of_a_frozen_member_they_make_no_adapter_of_full_tuning()
    {
        using var scope = NewDisposeScope();
        using var directory = new OwnDirectory();
        using var model = new ToyStaged();
        Adapt(model.Encoder);
        using var tuning = model.BeginTuning(TuneStrategy<ToyStaged>.Create(strategy => strategy.Full().Tune(Matrix.Q)));
        Assert.Contains("no adapters to save", Assert.Throws<TuningException>(() => tuning.SaveAdapter(directory.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_frozen_member_they_stay_frozen_in_a_session()
    {
        using var scope = NewDisposeScope();
        using var model = New();
        var before = model.Encoder.call(ones(1, 2, 8));
        using var tuning = model.BeginTuning(new TuningOptions { LearningRate = 1e-2 });
        Assert.DoesNotContain(tuning.Groups.SelectMany(group => group.TunedParameters), tuned => tuned.Path.StartsWith("encoder", StringComparison.Ordinal));
        nn.functional.cross_entropy(model.call(randn(4, 3, 8)), tensor(new long[] { 0, 1, 1, 0 })).backward();
        tuning.Step();
        Assert.True(before.Equals(model.Encoder.call(ones(1, 2, 8))));
    }

    [Fact]
    public void Of_a_head_they_are_left_over_and_refused_until_they_are_gone()
    {
        using var scope = NewDisposeScope();
        var pooler = new ToyAttention(8);
        using var model = new ToyAttentiveHead(new ToyAttention(8), pooler);
        Adapt(pooler);
        Assert.Contains("pooler.query", Assert.Throws<TuningException>(() => model.BeginTuning()).Message, StringComparison.Ordinal);
        model.RemoveAdapter();
        using var tuning = model.BeginTuning();
        Assert.Equal(2, tuning.Groups.Count);
    }

    private static ToyStaged New()
    {
        var model = new ToyStaged();
        Adapt(model.Encoder);
        model.BeginTuning().Dispose();
        return model;
    }

    private static void Adapt(ToyAttention layer)
    {
        using var tuning = layer.BeginTuning(Query);
        using var _ = no_grad();
        foreach (var parameter in tuning.Groups.SelectMany(group => group.Parameters))
        {
            parameter.fill_(0.1);
        }
    }

    private static IEnumerable<string> Adapted(ITunableModule model) =>
        ModuleMap.Of(model).AllProjections.Where(projection => projection.Slot.Adapter is not null).Select(projection => projection.Path);
}
