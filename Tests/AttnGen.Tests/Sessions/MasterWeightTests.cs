using AttnGen.Optimization.Kernels;
using AttnGen.Safetensors;
using AttnGen.Tests.Kernels;
using AttnGen.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Tests.Sessions;

/// <summary>Full tuning of a model in half precision, with fp32 masters of what is trained.</summary>
public sealed class MasterWeightTests : IDisposable
{
    private static readonly TuneStrategy<ToyClassifier> Strategy = TuneStrategy<ToyClassifier>.Create(strategy => strategy.Tune(Matrix.Q).Tune(Matrix.V, lrScale: 4));

    private static readonly TuningOptions Options = new() { LearningRate = 1e-5, MaxGradientNorm = null, MasterWeights = true };

    private readonly string directory = Directory.CreateTempSubdirectory().FullName;

    private string StatePath => Path.Combine(directory, "state.safetensors");

    [Theory]
    [InlineData(ScalarType.BFloat16, OptimizerKernel.Automatic, "vector, fp32 masters")]
    [InlineData(ScalarType.BFloat16, OptimizerKernel.Managed, "managed, fp32 masters")]
    [InlineData(ScalarType.Float16, OptimizerKernel.Automatic, "fused, fp32 masters")]
    public void Small_updates_add_up_in_the_master_by_the_formula(ScalarType type, OptimizerKernel kernel, string name)
    {
        using var model = Model(type);
        var weight = model.Layers[0].Value.weight;
        var before = weight.detach().clone();
        using var tuning = model.BeginTuning(Strategy, Options with { Kernel = kernel });
        Assert.Equal(name, tuning.KernelName);
        var formula = new AdamWFormula(Values(weight));
        for (var step = 0; step < 100; step++)
        {
            using var scope = NewDisposeScope();
            var (ids, labels) = Toy.Batch(step % 4);
            Toy.Loss(model, ids, labels).backward();
            formula.Update(Values(weight.grad!), new AdamWSettings(4e-5, 0.9, 0.999, 1e-8, 0.01));
            tuning.Step();
        }

        tuning.SaveState(StatePath);
        using var file = SafetensorsFile.Open(StatePath);
        using var master = file.ReadTensor("parameter/layer.0.value.weight");
        Assert.Equal(ScalarType.Float32, master.dtype);
        // A hundred updates of at most 4e-5 each, every one rounded to fp32.
        Assert.InRange(Values(master).Zip(formula.Parameters, (ours, theirs) => Math.Abs(ours - theirs)).Max(), 0, 5e-6);
        Assert.True(weight.Equals(master.to(type)));
        Assert.False(weight.Equals(before));
    }

    [Fact]
    public void Without_a_master_they_are_lost()
    {
        using var model = Model(ScalarType.BFloat16);
        var weight = model.Layers[0].Value.weight;
        using var large = weight.abs().gt(0.1);
        using var before = weight[large].detach().clone();
        using var tuning = model.BeginTuning(Strategy, Options with { MasterWeights = false, LearningRate = 1e-6, WeightDecay = 0 });
        Toy.Train(model, tuning, 20);
        Assert.Equal("fused", tuning.KernelName);
        Assert.True(weight[large].Equals(before));
    }

    [Fact]
    public void A_run_is_continued_bit_for_bit()
    {
        var whole = Run(0, 10, load: false);
        _ = Run(0, 5, load: false, save: true);
        Assert.Equal(whole, Run(5, 5, load: true));
    }

    [Fact]
    public void A_state_without_masters_is_another_ones()
    {
        using var model = Model(ScalarType.BFloat16);
        using (var tuning = model.BeginTuning(Strategy, Options with { MasterWeights = false }))
        {
            tuning.SaveState(StatePath);
        }

        using var with = model.BeginTuning(Strategy, Options);
        Assert.Contains("optimizer: the state has AdamW fused, the session AdamW vector, fp32 masters", Assert.Throws<RunStateException>(() => with.LoadState(StatePath)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void After_the_session_the_model_keeps_its_type()
    {
        using var model = Model(ScalarType.BFloat16);
        var weight = model.Layers[0].Value.weight;
        Tensor inside;
        using (var tuning = model.BeginTuning(Strategy, Options))
        {
            Toy.Train(model, tuning, 3);
            inside = weight.detach().clone();
        }

        Assert.Equal(ScalarType.BFloat16, weight.dtype);
        Assert.True(weight.Equals(inside));
    }

    [Fact]
    public void The_vector_kernel_is_refused_for_what_it_cannot_update()
    {
        using var model = Model(ScalarType.BFloat16);
        var message = Assert.Throws<TuningException>(() => model.BeginTuning(Strategy, Options with { MasterWeights = false, Kernel = OptimizerKernel.Vector })).Message;
        Assert.Contains("BFloat16 on cpu", message, StringComparison.Ordinal);
        using var tuning = model.BeginTuning(Strategy, Options with { Kernel = OptimizerKernel.Vector });
        Assert.Equal(0, tuning.StepCount);
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private static ToyClassifier Model(ScalarType type)
    {
        manual_seed(31);
        var model = new ToyClassifier();
        model.to(type);
        return model;
    }

    private string Run(int first, int steps, bool load, bool save = false)
    {
        using var model = Model(ScalarType.BFloat16);
        using var tuning = model.BeginTuning(Strategy, Options with { LearningRate = 1e-3 });
        if (load)
        {
            tuning.LoadState(StatePath);
        }

        Toy.Train(model, tuning, steps, first);
        if (save)
        {
            tuning.SaveState(StatePath);
        }

        return string.Join("\n", tuning.Segments.Select(segment => Convert.ToHexString(segment.Buffers.Parameters.bytes) + Convert.ToHexString(segment.Buffers.Visible.bytes)));
    }

    private static double[] Values(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().to(ScalarType.Float64).data<double>().ToArray();
    }
}
