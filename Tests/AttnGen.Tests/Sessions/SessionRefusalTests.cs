using AttnGen.CompilerServices;
using AttnGen.Tests.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Tests.Sessions;

/// <summary>What does not fit is refused before the first step, by name, and leaves the model as it was.</summary>
public sealed class SessionRefusalTests
{
    [Fact]
    public void A_second_session_is_refused_also_on_a_part()
    {
        using var model = new ToyClassifier();
        using (var tuning = model.BeginTuning())
        {
            Assert.Contains("session", Assert.Throws<TuningException>(() => model.BeginTuning()).Message, StringComparison.Ordinal);
            var part = TuneStrategy<ToyAttention>.Create(strategy => strategy.Tune(Matrix.Q));
            Assert.Throws<TuningException>(() => model.Layers[0].BeginTuning(part));
        }

        using var next = model.BeginTuning();
        Assert.Equal(3, next.Groups.Count);
    }

    [Fact]
    public void A_session_on_a_part_keeps_the_whole_from_beginning_one()
    {
        using var model = new ToyClassifier();
        using var part = model.Layers[1].BeginTuning(TuneStrategy<ToyAttention>.Create(strategy => strategy.Tune(Matrix.Q)));
        Assert.Contains("'layer.1'", Assert.Throws<TuningException>(() => model.BeginTuning()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parameters_that_the_map_does_not_explain_are_listed()
    {
        using var model = new ToyOpaque();
        var problem = Assert.Throws<TuningException>(() => model.BeginTuning(TuneStrategy<ToyOpaque>.Create(strategy => strategy.Tune(Matrix.Q))));
        Assert.Contains("mystery.0.weight", problem.Message, StringComparison.Ordinal);
        Assert.Contains("mystery.0.bias", problem.Message, StringComparison.Ordinal);
        Assert.All(model.parameters(), parameter => Assert.True(parameter.requires_grad));
    }

    [Fact]
    public void Parameters_that_are_not_registered_are_listed()
    {
        using var model = new ToyUnregistered();
        var problem = Assert.Throws<TuningException>(() => model.BeginTuning(TuneStrategy<ToyUnregistered>.Create(strategy => strategy.Tune(Matrix.Q))));
        Assert.Contains("late.weight", problem.Message, StringComparison.Ordinal);
        Assert.Contains("RegisterComponents", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tied_storage_is_refused_where_it_is_trained_and_allowed_where_it_is_not()
    {
        using var model = new ToyClassifier();
        using (no_grad())
        {
            model.Layers[1].Query.weight.set_(model.Layers[0].Query.weight);
        }

        var full = TuneStrategy<ToyClassifier>.Create(strategy => strategy.Tune(Matrix.Q));
        var message = Assert.Throws<TuningException>(() => model.BeginTuning(full)).Message;
        Assert.Contains("layer.0.query.weight", message, StringComparison.Ordinal);
        Assert.Contains("layer.1.query.weight", message, StringComparison.Ordinal);
        using var adapted = model.BeginTuning();
        Assert.Equal(3, adapted.Groups.Count);
    }

    [Fact]
    public void Columns_of_one_matrix_are_not_tied_unless_they_overlap()
    {
        using var scope = NewDisposeScope();
        using var model = new ToyClassifier();
        var fused = randn(8, 24);
        model.Layers[0].Query.weight = new Parameter(fused.narrow(1, 0, 8).t());
        model.Layers[0].Value.weight = new Parameter(fused.narrow(1, 8, 8).t());
        model.Layers[1].Value.weight = new Parameter(fused.narrow(1, 16, 8).t());
        var full = TuneStrategy<ToyClassifier>.Create(strategy => strategy.Tune(Matrix.Q | Matrix.V));
        using (var tuning = model.BeginTuning(full))
        {
            Toy.Train(model, tuning, 2);
        }

        model.Layers[0].Query.weight = new Parameter(fused.narrow(1, 0, 8).t());
        model.Layers[1].Value.weight = new Parameter(fused.narrow(1, 7, 8).t());
        Assert.Contains("'layer.0.query.weight' and 'layer.1.value.weight'", Assert.Throws<TuningException>(() => model.BeginTuning(full)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_fails_behind_the_first_trained_parameters_leaves_those_as_they_were()
    {
        using var model = new ToyClassifier();
        model.Layers[1].Query.to(ScalarType.BFloat16);
        var (query, before) = (model.Layers[0].Query.weight, model.Layers[0].Query.weight.detach().clone());
        var full = TuneStrategy<ToyClassifier>.Create(strategy => strategy.Tune(Matrix.Q));
        Assert.Contains("vector kernel updates fp32", Assert.Throws<TuningException>(() => model.BeginTuning(full, new TuningOptions { Kernel = OptimizerKernel.Vector })).Message, StringComparison.Ordinal);
        Assert.All(model.parameters(), parameter => Assert.True(parameter.requires_grad && parameter.grad is null));
        Assert.Same(query, model.Layers[0].Query.weight);
        Assert.True(before.Equals(query));
        using var tuning = model.BeginTuning(full);
        Assert.Equal(2, tuning.Groups.Count);
    }

    [Fact]
    public void What_fails_behind_the_first_adapters_leaves_none_of_them()
    {
        using var model = new ToyClassifier();
        model.Layers[1].Query.weight = new Parameter(zeros(8, 8, dtype: ScalarType.Int64), requires_grad: false);
        Assert.ThrowsAny<Exception>(() => model.BeginTuning());
        Assert.All(ModuleMap.Of(model).Projections, projection => Assert.Null(projection.Slot.Adapter));
        model.Layers[1].Query.weight = new Parameter(zeros(8, 8));
        using var tuning = model.BeginTuning();
        Assert.Equal(3, tuning.Groups.Count);
    }

    [Fact]
    public void One_layer_in_two_places_is_refused_with_both()
    {
        var layer = new ToyAttention(8);
        using var model = new ToyAttentiveHead(layer, layer);
        var message = Assert.Throws<TuningException>(() => model.BeginTuning()).Message;
        Assert.Contains("body.value", message, StringComparison.Ordinal);
        Assert.Contains("pooler.value", message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_adapter_on_one_layer_in_two_places_is_refused_with_both()
    {
        var layer = new ToyAttention(8);
        using var model = new ToyPair(layer, layer);
        Assert.Contains("'first.query' and 'second.query'", Assert.Throws<TuningException>(() => model.BeginTuning()).Message, StringComparison.Ordinal);
        var one = TuneStrategy<ToyPair>.Create(strategy => strategy.Lora(2).Tune(Matrix.V));
        Assert.Contains("'first.value' and 'second.value'", Assert.Throws<TuningException>(() => model.BeginTuning(one)).Message, StringComparison.Ordinal);
        Assert.All(model.parameters(), parameter => Assert.True(parameter.requires_grad));
    }

    [Fact]
    public void A_rank_larger_than_the_matrix_names_it()
    {
        using var model = new ToyClassifier(width: 8);
        var message = Assert.Throws<TuningException>(() => model.BeginTuning(TuneStrategy<ToyClassifier>.Create(strategy => strategy.Lora(rank: 9).Tune(Matrix.V)))).Message;
        Assert.Contains("layer.0.value.weight", message, StringComparison.Ordinal);
        Assert.Contains("[8, 8]", message, StringComparison.Ordinal);
        Assert.All(model.Layers, layer => Assert.True(layer.Value.weight.requires_grad));
    }

    [Fact]
    public void A_role_that_the_model_does_not_have_is_named_with_those_it_has()
    {
        using var model = new ToyHeadOnly();
        var message = Assert.Throws<TuningException>(() => model.BeginTuning(TuneStrategy<ToyHeadOnly>.Create(strategy => strategy.Tune(Matrix.V)))).Message;
        Assert.Contains("V", message, StringComparison.Ordinal);
        Assert.Contains("no projections", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_projection_that_some_layer_lacks_is_refused_with_the_layers_path()
    {
        using var model = new ToyUnevenStack();

        var message = Assert.Throws<TuningException>(() => model.BeginTuning(TuneStrategy<ToyUnevenStack>.Create(strategy => strategy.Tune(Matrix.Q | Matrix.V)))).Message;
        Assert.Contains("layers.1.value", message, StringComparison.Ordinal);
        Assert.DoesNotContain("layers.0", message, StringComparison.Ordinal);
        using var tuning = model.BeginTuning(TuneStrategy<ToyUnevenStack>.Create(strategy => strategy.Tune(Matrix.Q)));
        Assert.False(model.named_parameters().Single(entry => entry.name == "mixers.1.weight").parameter.requires_grad);
    }

    [Fact]
    public void Nothing_to_train_is_refused()
    {
        Assert.Contains("trains nothing", Assert.Throws<ArgumentException>(() => TuneStrategy<ToyClassifier>.Create(strategy => strategy.FreezeHead())).Message, StringComparison.Ordinal);
        using var attention = new ToyAttention(8);
        Assert.Contains("nothing to train", Assert.Throws<TuningException>(() => attention.BeginTuning(TuneStrategy<ToyAttention>.Create(strategy => strategy.Head()))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_model_moved_during_the_session_is_refused_at_the_next_step_by_name(bool adapters)
    {
        using var model = new ToyClassifier();
        var strategy = TuneStrategy<ToyClassifier>.Create(declare => (adapters ? declare.Lora(2) : declare.Full()).Tune(Matrix.Q));
        using var tuning = model.BeginTuning(strategy);
#pragma warning disable ATG0306 // the session refuses what no single method proves
        model.to(ScalarType.Float64);
#pragma warning restore ATG0306
        Assert.Contains("query", Assert.Throws<TuningException>(() => tuning.Step()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_replaced_parameter_is_refused_by_name()
    {
        using var model = new ToyClassifier();
        using var tuning = model.BeginTuning();
        model.Classifier.weight = nn.Parameter(zeros(3, 8));
        Assert.Contains("classifier.weight", Assert.Throws<TuningException>(() => tuning.Step()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Adapters_of_another_session_are_not_silently_left_or_replaced()
    {
        using var model = new ToyClassifier();
        using (var tuning = model.BeginTuning())
        {
            Assert.Throws<TuningException>(() => model.Merge());
            Assert.Throws<TuningException>(() => model.RemoveAdapter());
        }

        Assert.Contains("RemoveAdapter", Assert.Throws<TuningException>(() => model.BeginTuning(TuneStrategy<ToyClassifier>.Create(strategy => strategy.Lora(3).Tune(Matrix.Q | Matrix.V)))).Message, StringComparison.Ordinal);
        Assert.Contains("layer.0.value", Assert.Throws<TuningException>(() => model.BeginTuning(TuneStrategy<ToyClassifier>.Create(strategy => strategy.Lora(2, 4).Tune(Matrix.Q)))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("query")]
    [InlineData("head")]
    public void A_gradient_that_is_not_finite_is_named_and_nothing_is_updated(string group)
    {
        using var scope = NewDisposeScope();
        using var model = new ToyClassifier();
        using var tuning = model.BeginTuning();
        var before = tuning.Groups.SelectMany(each => each.Parameters).Select(parameter => parameter.detach().clone()).ToList();
        var (ids, labels) = Toy.Batch(1);
        Toy.Loss(model, ids, labels).backward();
        var poisoned = ((TuningSession)tuning).Groups[group].TunedParameters[1];
        using (no_grad())
        {
            poisoned.Parameter.grad!.view(-1)[0] = float.NaN;
        }

        var problem = Assert.Throws<NonFiniteException>(() => tuning.Step()).Message;
        Assert.StartsWith($"The gradient of '{poisoned.Path}' is not finite at step 0. Nothing was updated. ", problem, StringComparison.Ordinal);
        Assert.Contains("value is trained at 4.0e-4, the highest rate", problem, StringComparison.Ordinal);
        Assert.Equal(0, tuning.StepCount);
        Assert.All(tuning.Groups.SelectMany(each => each.Parameters).Zip(before), pair => Assert.True(pair.First.Equals(pair.Second)));
        Assert.All(tuning.Groups.SelectMany(each => each.Parameters), parameter => Assert.Equal(0, parameter.grad!.abs().sum().item<float>()));
    }

    [Fact]
    public void A_loss_that_is_not_finite_is_refused()
    {
        using var model = new ToyClassifier();
        using var tuning = model.BeginTuning();
        using var loss = tensor(float.PositiveInfinity);
        Assert.Contains("loss", Assert.Throws<NonFiniteException>(() => tuning.Step(loss)).Message, StringComparison.Ordinal);
        Assert.Equal(0, tuning.StepCount);
    }

    [Fact]
    public void Options_out_of_range_are_named()
    {
        using var model = new ToyClassifier();
        foreach (var (name, options) in new (string, TuningOptions)[]
        {
            ("LearningRate", new() { LearningRate = 0 }), ("LearningRate", new() { LearningRate = double.NaN }), ("WeightDecay", new() { WeightDecay = -1 }),
            ("Beta1", new() { Beta1 = 1 }), ("Beta2", new() { Beta2 = -0.1 }), ("Epsilon", new() { Epsilon = 0 }), ("MaxGradientNorm", new() { MaxGradientNorm = 0 }),
            ("MaxGradientNorm", new() { MaxGradientNorm = double.PositiveInfinity }),
        })
        {
            Assert.Contains(name, Assert.Throws<ArgumentException>(() => model.BeginTuning(options)).Message, StringComparison.Ordinal);
        }

        using var tuning = model.BeginTuning();
        Assert.Equal(0, tuning.StepCount);
    }

    [Fact]
    public void An_ended_session_says_so()
    {
        using var model = new ToyClassifier();
        var tuning = model.BeginTuning();
        tuning.Dispose();
        tuning.Dispose();
        Assert.Throws<ObjectDisposedException>(() => tuning.Step());
    }
}
