using AttnGen.CompilerServices;
using AttnGen.PlainModels;
using AttnGen.Tests.Foreign;
using AttnGen.Tests.Models;
using AttnGen.Tests.Products;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Tests.Sessions;

/// <summary>A model that is moved while it has a session: the session does not go on, and the model does.</summary>
public sealed class MovedModelTests
{
#pragma warning disable ATG0306 // what it is about
    [Fact]
    public void After_the_session_adapters_are_where_the_model_is_and_what_was_trainable_is_so_again()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var model = new ToyClassifier();
        model.Layers[0].Value.weight.requires_grad = false;
        using (var tuning = model.BeginTuning(new TuningOptions { LearningRate = 1e-2 }))
        {
            Toy.Train(model, tuning, 3);
            model.to(ScalarType.Float64);
            Assert.Contains("was moved by to(...)", Assert.Throws<TuningException>(() => tuning.Step()).Message, StringComparison.Ordinal);
        }

        Assert.All(model.named_parameters(), entry => Assert.Equal((ScalarType.Float64, entry.name != "layer.0.value.weight"), (entry.parameter.dtype, entry.parameter.requires_grad)));
        var adapters = ModuleMap.Of(model).Projections.Select(projection => projection.Slot.Adapter).OfType<AttnGen.Adapters.Adapter>().ToList();
        Assert.Equal(4, adapters.Count);
        Assert.All(adapters.SelectMany(adapter => adapter.Parameters), entry => Assert.Equal((ScalarType.Float64, false), (entry.Parameter.dtype, entry.Parameter.requires_grad)));

        using (var again = model.BeginTuning(new TuningOptions { LearningRate = 1e-2 }))
        {
            Toy.Train(model, again, 3);
        }

        var (ids, _) = Toy.Batch(9);
        var adapted = model.call(ids);
        model.Merge();
        Assert.InRange((adapted - model.call(ids)).abs().max().item<double>(), 0, 1e-13);
    }

    [Fact]
    public void Moved_in_half_precision_it_is_trainable_again_too()
    {
        using var model = new WideClassifier();
        using (model.BeginTuning(new TuningOptions { Precision = Precision.BFloat16 }))
        {
            model.to(ScalarType.Float32);
        }

        Assert.All(model.parameters(), parameter => Assert.Equal((ScalarType.Float32, true), (parameter.dtype, parameter.requires_grad)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_move_that_moves_nothing_ends_nothing(bool withDevice)
    {
        using var model = new ToyClassifier();
        using var tuning = model.BeginTuning();
        _ = withDevice ? model.to(CPU, ScalarType.Float32) : model.to(ScalarType.Float32);
        Toy.Train(model, tuning, 2);
        Assert.Equal(2, tuning.StepCount);
    }

    [Fact]
    public void The_session_of_a_model_that_is_gone_can_end()
    {
        var model = new ToyClassifier();
        var tuning = model.BeginTuning();
        model.Dispose();
        tuning.Dispose();
        Assert.Throws<ObjectDisposedException>(() => tuning.Step());
    }

    [Fact]
    public void Adapters_of_a_model_that_does_not_tell_when_it_moves_are_found_where_they_are_and_follow()
    {
        using var scope = NewDisposeScope();
        using var model = new PlainClassifier(PlainTask.Width, 1);
        PlainQv.Begin(model).Dispose();
        model.to(ScalarType.Float64);
        using (var again = PlainQv.Begin(model))
        {
            Assert.All(again.Groups.SelectMany(group => group.Parameters), parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
            model.to(ScalarType.Float32);
        }

        model.Merge();
        Assert.All(model.parameters(), parameter => Assert.Equal((ScalarType.Float32, true), (parameter.dtype, parameter.requires_grad)));
    }
#pragma warning restore ATG0306
}
