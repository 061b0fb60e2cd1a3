using AttnGen.CompilerServices;
using AttnGen.PlainModels;
using AttnGen.Tests.Shared;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Tests.Foreign;

/// <summary>A model class of an assembly that knows nothing of AttnGen.</summary>
public sealed class ForeignModelTests
{
    private static readonly TuningOptions Options = new() { LearningRate = 1e-2, Seed = 3 };

    /// <summary>The same model annotated is an independent implementation: generated code computes its projections and adapters in one operation, without hooks.</summary>
    [Fact]
    public void It_trains_as_the_same_model_annotated_does()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var plain = new PlainClassifier(PlainTask.Width, 2);
        using var twin = new TwinClassifier(PlainTask.Width, 2);
        twin.load_state_dict(plain.state_dict());

        using var tuning = PlainQv.Begin(plain, Options);
        using var expected = twin.BeginTuning(Options);
        Assert.Equal(expected.Groups.Value.TunedParameters.Select(tuned => tuned.Path), tuning.Groups.Value.TunedParameters.Select(tuned => tuned.Path));
        foreach (var (ours, theirs) in PlainTask.Train(plain, tuning, 30).Zip(PlainTask.Train(twin, expected, 30)))
        {
            Assert.Equal(theirs, ours, 1e-4f);
        }

        Assert.True(twin.call(PlainTask.Batch(9).Input).allclose(plain.call(PlainTask.Batch(9).Input), 1e-3, 1e-4));
    }

    [Fact]
    public void What_it_does_not_name_stays_and_an_untrained_adapter_changes_nothing()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var model = new PlainClassifier(PlainTask.Width, 2);
        var (input, _) = PlainTask.Batch(9);
        var output = model.call(input);
        var before = model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone());
        using (var tuning = PlainQv.Begin(model, Options))
        {
            Assert.True(output.Equals(model.call(input)));
            Assert.True(PlainTask.Train(model, tuning, 40)[^1] < PlainTask.Train(model, tuning, 1)[0] + 1);
        }

        Assert.Equal(["classifier.bias", "classifier.weight"], model.state_dict().Where(entry => !entry.Value.Equals(before[entry.Key])).Select(entry => entry.Key).Order(StringComparer.Ordinal));
        Assert.False(output.Equals(model.call(input)));
    }

    [Fact]
    public void Adapters_are_saved_loaded_merged_and_taken_off()
    {
        using var scope = NewDisposeScope();
        using var directory = new OwnDirectory();
        manual_seed(1);
        using var model = new PlainClassifier(PlainTask.Width, 2);
        using var fresh = new PlainClassifier(PlainTask.Width, 2);
        fresh.load_state_dict(model.state_dict());
        var (input, _) = PlainTask.Batch(9);
        using (var tuning = model.BeginTuning(TuneStrategy<PlainClassifier>.Create(s => s.Lora(2).Tune(Matrix.K | Matrix.V)), Options))
        {
            PlainTask.Train(model, tuning, 10);
        }

        var trained = model.call(input);
        model.SaveAdapter(directory.Path);
        fresh.LoadAdapter(directory.Path);
        Assert.True(trained.Equals(fresh.call(input)));
        fresh.RemoveAdapter();
        Assert.False(trained.Equals(fresh.call(input)));
        model.Merge();
        Assert.InRange((trained - model.call(input)).abs().max().item<float>(), 0, 1e-5f);
    }

    [Fact]
    public void A_run_is_saved_and_resumed()
    {
        using var scope = NewDisposeScope();
        using var directory = new OwnDirectory();
        var state = Path.Combine(directory.Path, "state.safetensors");
        List<float> Run(int steps, string? load, string? save)
        {
            manual_seed(1);
            using var model = new PlainClassifier(PlainTask.Width, 2);
            using var tuning = PlainQv.Begin(model, Options);
            if (load is not null)
            {
                tuning.LoadState(load);
            }

            var losses = PlainTask.Train(model, tuning, steps);
            if (save is not null)
            {
                tuning.SaveState(save);
            }

            return losses;
        }

        var whole = Run(6, null, null);
        Run(3, null, state);
        Assert.Equal(whole[3..], Run(3, state, null));
    }

    [Fact]
    public void A_file_can_be_for_it()
    {
        using var scope = NewDisposeScope();
        using var model = new PlainClassifier(PlainTask.Width, 3);
        var read = TuneStrategy<PlainClassifier>.FromFile(SourceTree.At("Tests", "AttnGen.Tests", "Foreign", "plain.attngen.json"), "PlainLastLayer");
        Assert.Equal(PlainLastLayer.Value.ToStrategy(), read);
        Assert.Equal(3, TuneStrategy<PlainClassifier>.FromFile(SourceTree.At("Tests", "AttnGen.Tests", "Foreign", "plain.attngen.json"), "PlainHead").Head!.LrScale);
        using var tuning = PlainLastLayer.Begin(model);
        Assert.Equal(["layers.2.attention.Value.lora_A.weight", "layers.2.attention.Value.lora_B.weight"], tuning.Groups.ValueLast1.TunedParameters.Select(tuned => tuned.Path));
    }

    [Fact]
    public void A_tunable_model_can_contain_it()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var model = new Wrapped();
        using var tuning = model.BeginTuning(Options);
        Assert.Equal(["body.attention.Value.lora_A.weight", "body.attention.Value.lora_B.weight"], tuning.Groups.Value.TunedParameters.Select(tuned => tuned.Path));
        var losses = PlainTask.Train(model, tuning, 60);
        Assert.True(losses[^3..].Sum() < losses[..3].Sum(), string.Join(" ", losses));
    }

    [Fact]
    public void A_first_pass_that_goes_past_an_adapter_is_refused_with_its_path()
    {
        using var scope = NewDisposeScope();
        using var model = new PastHooks(PlainTask.Width);
        using var tuning = model.BeginTuning(TuneStrategy<PastHooks>.Create(s => s.Lora(2).Tune(Matrix.Q | Matrix.V)));
        model.call(PlainTask.Batch(0).Input).sum().backward();
        var refusal = Assert.Throws<TuningException>(tuning.Step);
        Assert.Contains($"{Environment.NewLine}  <Value>k__BackingField{Environment.NewLine}", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("  query", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, tuning.StepCount);
    }

    [Fact]
    public void Full_tuning_needs_no_hook()
    {
        using var scope = NewDisposeScope();
        using var model = new PastHooks(PlainTask.Width);
        var before = model.Value.weight.clone();
        using var tuning = model.BeginTuning(TuneStrategy<PastHooks>.Create(s => s.Tune(Matrix.V)));
        model.call(PlainTask.Batch(0).Input).sum().backward();
        tuning.Step();
        Assert.False(before.Equals(model.Value.weight));
    }

    [Fact]
    public void A_model_moved_in_its_session_is_refused_and_one_moved_after_it_keeps_its_adapters()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var model = new PlainClassifier(PlainTask.Width, 2);
        var (input, _) = PlainTask.Batch(9);
        using (var tuning = PlainQv.Begin(model, Options))
        {
            PlainTask.Train(model, tuning, 5);
        }

        var single = model.call(input);
        model.to(ScalarType.Float64);
        Assert.InRange((single - model.call(input.to(ScalarType.Float64))).abs().max().item<double>(), 0, 1e-5);

        using var again = PlainQv.Begin(model, Options);
#pragma warning disable ATG0306 // what it is about
        model.to(ScalarType.Float32);
#pragma warning restore ATG0306
        Assert.Contains("'layers.0.attention.Query'", Assert.Throws<TuningException>(again.Step).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Declarations_that_do_not_fit_the_model_are_listed_and_nothing_changes()
    {
        using var scope = NewDisposeScope();
        using var model = new PlainClassifier(PlainTask.Width, 2);
        var declared = new ForeignModel<PlainClassifier>()
            .Projection(Matrix.Q, "layers.*.attention.query").Projection(Matrix.K, "layers.*.norm").Projection(Matrix.V, "**.Value")
            .Projection<PlainAttention>(Matrix.Q, "Value", layer => layer.Value).Head("layers.1");
        var refusal = Assert.Throws<TuningException>(() => declared.BeginTuning(model, TuneStrategy<PlainClassifier>.Create(s => s.Tune(Matrix.V)), null));
        foreach (var line in new[]
        {
            "Q = \"layers.*.attention.query\": nothing in the model is there", "K = \"layers.*.norm\": 'layers.0.norm' is a LayerNorm, and a projection is a Linear of TorchSharp's",
            "V = \"**.Value\": 'layers.0.attention.Value' is Q already", "Head = \"layers.1\": the projection 'layers.1.attention.Value' is in it",
            "Its Linears are 'classifier', 'layers.0.attention.Query', 'layers.0.attention.key', ",
        })
        {
            Assert.Contains(line, refusal.Message, StringComparison.Ordinal);
        }

        Assert.All(model.parameters(), parameter => Assert.True(parameter.requires_grad));
        using var after = PlainQv.Begin(model);
    }

    [Fact]
    public void A_role_without_a_place_is_refused_with_how_to_say_it()
    {
        using var scope = NewDisposeScope();
        using var model = new PlainLayer(PlainTask.Width);
        var declared = new ForeignModel<PlainLayer>().Projection(Matrix.Q, "attention.Query");
        var refusal = Assert.Throws<TuningException>(() => declared.BeginTuning(model, TuneStrategy<PlainLayer>.Create(s => s.Tune(Matrix.V)), null));
        Assert.Contains("Say where it is: [assembly: TuneModel<PlainLayer>(Value = \"...\")].", refusal.Message, StringComparison.Ordinal);
    }
}
