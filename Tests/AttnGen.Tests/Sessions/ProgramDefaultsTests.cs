using AttnGen.Autograd;
using AttnGen.Native;
using AttnGen.Optimization.Kernels;
using AttnGen.Products;
using AttnGen.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Tests.Sessions;

/// <summary>Programs whose tensors are of another element type by default, or on another device; in place of a GPU one without memory, on which nothing can be computed.</summary>
public sealed class ProgramDefaultsTests
{
    public static TheoryData<ScalarType, string> Others => new() { { ScalarType.Float64, "cpu" }, { ScalarType.BFloat16, "cpu" }, { ScalarType.Float32, "meta" } };

    /// <summary>Each is made once in a process, and what failed then would fail in every session.</summary>
    [Theory]
    [MemberData(nameof(Others))]
    public void The_checks_of_a_process_pass(ScalarType type, string where)
    {
        using var defaults = new ProgramDefaults(type, device(where));
        Assert.Null(VectorAdamW.TryCreate().Problem);
        Assert.Null(FusedAdamW.TryCreate().Problem);
        Assert.True(NodeCheck.Run());
        Assert.True(TensorAddress.CheckStableInterface());
        Assert.True(FrozenProducts.IsOneDnnExact(ScalarType.Float32));
        Assert.True(ProductMeasurement.IsExact(new LayoutLinear(TransposedLayout.Instance), ScalarType.Float32));
        Assert.Contains(ProductMeasurement.Fastest(128, 130, ScalarType.Float32).Kernel, new LinearKernel[] { OneDnnLinear.Instance, StandardLinear.Instance });
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void A_session_trains_the_same(ScalarType type, string where) => Assert.Equal(Losses(ScalarType.Float32, CPU), Losses(type, device(where)));

    private static List<float> Losses(ScalarType type, Device device)
    {
        using var scope = NewDisposeScope();
        manual_seed(11);
        using var model = new ToyClassifier();
        var (ids, labels) = Toy.Batch(1);
        using var defaults = new ProgramDefaults(type, device);
        using var tuning = model.BeginTuning(new TuningOptions { LearningRate = 1e-2, Seed = 3 });
        var losses = new List<float>();
        for (var step = 0; step < 4; step++)
        {
            var loss = Toy.Loss(model, ids, labels);
            loss.backward();
            losses.Add(loss.ToSingle());
            tuning.Step(loss);
        }

        return losses;
    }
}
