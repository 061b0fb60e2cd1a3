using AttnGen.PlainModels;
using AttnGen.Products;
using AttnGen.Safetensors;
using AttnGen.Tests.Foreign;
using AttnGen.Tests.Models;
using AttnGen.Tests.Shared;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Tests.Products;

/// <summary>Sessions whose frozen weights are in half precision.</summary>
public sealed class PrecisionTests
{
    private static readonly TuningOptions Half = new() { LearningRate = 1e-3, Seed = 1, Precision = Precision.BFloat16 };

    [Fact]
    public void Frozen_matrices_are_rounded_and_what_is_trained_is_not()
    {
        using var model = new WideClassifier();
        using var tuning = model.BeginTuning(Half);
        Assert.All(model.named_parameters(), entry => Assert.Equal(
            entry.name.Contains("norm", StringComparison.Ordinal) || entry.name.StartsWith("classifier", StringComparison.Ordinal) ? ScalarType.Float32 : ScalarType.BFloat16,
            entry.parameter.dtype));
        Assert.All(tuning.Groups.SelectMany(group => group.TunedParameters), tuned => Assert.Equal(ScalarType.Float32, tuned.Parameter.dtype));
        Assert.Contains("Frozen linear layers in BFloat16", tuning.Explain(), StringComparison.Ordinal);
        Assert.Equal(BFloat16Processor.HasInstructions == false, tuning.Explain().Contains("this processor has no instructions for it", StringComparison.Ordinal));
    }

    [Fact]
    public void Frozen_layers_that_share_a_parameter_stay_as_they_are()
    {
        manual_seed(6);
        using var model = new WideClassifier();
        var layers = model.named_modules().Where(entry => entry.module is Linear).ToDictionary(entry => entry.name, entry => (Linear)entry.module);
        layers["attention.key"].weight = layers["attention.query"].weight;
        using var tuning = model.BeginTuning(TuneStrategy<WideClassifier>.Create(strategy => strategy.Lora(rank: 2).Tune(Matrix.V)), Half);
        Assert.Equal((ScalarType.Float32, ScalarType.BFloat16), (layers["attention.query"].weight.dtype, layers["attention.value"].weight.dtype));
        Assert.Equal(ScalarType.Float32, layers["attention.query"].bias!.dtype);
        Assert.Same(layers["attention.query"].weight, layers["attention.key"].weight);
        Assert.All(WideTask.Train(model, tuning, 2), loss => Assert.True(float.IsFinite(loss)));
    }

    [Fact]
    public void It_learns_as_in_single_precision_to_what_rounding_changes()
    {
        var (half, single) = (Losses(Half), Losses(Half with { Precision = Precision.Float32 }));
        Assert.All(half.Zip(single), pair => Assert.Equal(pair.Second, pair.First, 0.03f));
        Assert.NotEqual(single, half);

        static List<float> Losses(TuningOptions options)
        {
            manual_seed(6);
            using var model = new WideClassifier();
            using var tuning = model.BeginTuning(options);
            return WideTask.Train(model, tuning, 8);
        }
    }

    [Fact]
    public void Full_tuning_keeps_its_matrices_in_single_precision()
    {
        manual_seed(6);
        using var model = new WideClassifier();
        using var tuning = model.BeginTuning(TuneStrategy<WideClassifier>.Create(strategy => strategy.Tune(Matrix.V)), Half);
        Assert.Equal(ScalarType.Float32, model.get_parameter("attention.value.weight")!.dtype);
        Assert.Equal(ScalarType.BFloat16, model.get_parameter("attention.query.weight")!.dtype);
        Assert.All(WideTask.Train(model, tuning, 4), loss => Assert.True(float.IsFinite(loss)));
    }

    [Fact]
    public void After_the_session_the_model_goes_on_as_it_was_in_it()
    {
        using var scope = NewDisposeScope();
        using var directory = new OwnDirectory();
        manual_seed(6);
        using var model = new WideClassifier();
        var input = randn(2, 3, WideClassifier.Width);
        Tensor within;
        using (var tuning = model.BeginTuning(Half))
        {
            WideTask.Train(model, tuning, 3);
            tuning.SaveAdapter(directory.Path);
            within = model.call(input).detach();
        }

        Assert.All(model.parameters(), parameter => Assert.True(parameter.requires_grad));
        Assert.True(within.allclose(model.call(input), 1e-3, 1e-3));
        model.RemoveAdapter();
        model.LoadAdapter(directory.Path);
        Assert.True(within.allclose(model.call(input), 1e-3, 1e-3));
    }

    [Fact]
    public void Merging_after_the_session_keeps_the_small_changes_that_half_precision_would_lose()
    {
        using var scope = NewDisposeScope();
        using var directory = new OwnDirectory();
        manual_seed(6);
        using var model = new WideClassifier();
        using (var tuning = model.BeginTuning(Half with { LearningRate = 1e-5 }))
        {
            WideTask.Train(model, tuning, 3);
            tuning.SaveAdapter(directory.Path);
        }

        var input = randn(2, 3, WideClassifier.Width);
        var (rounded, adapted) = (model.get_parameter("attention.value.weight")!.detach().to(ScalarType.Float32), model.call(input));
        model.Merge();
        var merged = model.get_parameter("attention.value.weight")!;
        using var file = SafetensorsFile.Open(Path.Combine(directory.Path, "adapter_model.safetensors"));
        var learned = file.ReadTensor("base_model.model.attention.value.lora_B.weight").matmul(file.ReadTensor("base_model.model.attention.value.lora_A.weight"));
        Assert.Equal((ScalarType.Float32, true), (merged.dtype, merged.requires_grad));
        Assert.Equal(ScalarType.Float32, model.get_parameter("attention.value.bias")!.dtype);
        Assert.Equal(ScalarType.BFloat16, model.get_parameter("attention.key.weight")!.dtype);
        Assert.True(learned.abs().max().ToSingle() > 0);
        Assert.True((rounded + learned).allclose(merged, 0, 1e-8));
        Assert.True(adapted.allclose(model.call(input), 1e-2, 1e-2));
        using var again = model.BeginTuning(Half);
        Assert.All(WideTask.Train(model, again, 2), loss => Assert.True(float.IsFinite(loss)));
    }

    [Fact]
    public void Layers_that_other_classes_run_stay_in_single_precision()
    {
        using var model = new ToyNormedHead();
        using var wrapped = new Wrapped();
        using var tuning = model.BeginTuning(Half);
        using var other = wrapped.BeginTuning(Half);
        Assert.Equal(
            ["attention.key.weight", "attention.query.weight", "attention.value.weight", "mixer.weight", "mixers.0.weight"],
            model.named_parameters().Where(entry => entry.name.EndsWith("weight", StringComparison.Ordinal) && entry.parameter.dtype == ScalarType.BFloat16).Select(entry => entry.name).Order(StringComparer.Ordinal));
        Assert.All(wrapped.parameters(), parameter => Assert.Equal(ScalarType.Float32, parameter.dtype));
        ToyNormedHead.Train(model, tuning, 2);
        Assert.Equal(2, tuning.StepCount);
    }

    [Fact]
    public void A_head_that_is_not_trained_stays_in_single_precision_too()
    {
        using var model = new WideClassifier();
        using var tuning = model.BeginTuning(TuneStrategy<WideClassifier>.Create(strategy => strategy.Lora(rank: 2).Tune(Matrix.V).FreezeHead()), Half);
        Assert.Equal((ScalarType.Float32, ScalarType.BFloat16), (model.get_parameter("classifier.weight")!.dtype, model.get_parameter("dense.weight")!.dtype));
        Assert.All(WideTask.Train(model, tuning, 2), loss => Assert.True(float.IsFinite(loss)));
    }

    [Fact]
    public void A_model_whose_own_code_multiplies_is_refused()
    {
        using var model = new PlainClassifier(PlainTask.Width, 2);
        Assert.Contains("PlainClassifier", Assert.Throws<TuningException>(() => PlainQv.Begin(model, Half)).Message, StringComparison.Ordinal);
        Assert.All(model.parameters(), parameter => Assert.True(parameter.dtype == ScalarType.Float32 && parameter.requires_grad));
        using var tuning = PlainQv.Begin(model, Half with { Precision = Precision.Float32 });
    }

    [Fact]
    public void A_model_that_is_in_neither_precision_is_refused_by_path()
    {
        using var model = new WideClassifier();
        model.to(ScalarType.Float64);
        var message = Assert.Throws<TuningException>(() => model.BeginTuning(Half)).Message;
        Assert.Contains("attention.key.weight: Float64", message, StringComparison.Ordinal);
        Assert.Contains("dense.weight: Float64", message, StringComparison.Ordinal);
        Assert.DoesNotContain("classifier", message, StringComparison.Ordinal);
        Assert.All(model.parameters(), parameter => Assert.True(parameter.requires_grad));
        model.to(ScalarType.BFloat16);
        using var tuning = model.BeginTuning(Half);
        Assert.Equal(ScalarType.BFloat16, model.get_parameter("dense.weight")!.dtype);
    }

    [Fact]
    public void Layers_of_a_list_are_refused_by_path_too()
    {
        using var model = new ToyNormedHead();
        model.to(ScalarType.Float64);
        var message = Assert.Throws<TuningException>(() => model.BeginTuning(Half)).Message;
        Assert.Contains("  mixers.0.weight: Float64", message, StringComparison.Ordinal);
        Assert.DoesNotContain("body", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_of_another_precision_is_refused()
    {
        using var directory = new OwnDirectory();
        var path = Path.Combine(directory.Path, "state.safetensors");
        using var model = new WideClassifier();
        using (var single = model.BeginTuning(Half with { Precision = Precision.Float32 }))
        {
            single.SaveState(path);
        }

        model.RemoveAdapter();
        using var half = model.BeginTuning(Half);
        Assert.Contains("precision: the state has Float32, the session BFloat16", Assert.Throws<RunStateException>(() => { half.LoadState(path); }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_begin_leaves_the_model_as_it_was()
    {
        using var model = new WideClassifier();
        Assert.Throws<TuningException>(() => model.BeginTuning(TuneStrategy<WideClassifier>.Create(strategy => strategy.Lora(rank: 500).Tune(Matrix.Q)), Half));
        Assert.All(model.parameters(), parameter => Assert.True(parameter.dtype == ScalarType.Float32 && parameter.requires_grad));
        Assert.Throws<ArgumentException>(() => model.BeginTuning(Half with { Precision = (Precision)7 }));
    }
}
