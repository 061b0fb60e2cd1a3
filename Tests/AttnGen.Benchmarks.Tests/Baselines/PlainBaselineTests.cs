using AttnGen.Benchmarks.Baselines;
using AttnGen.Benchmarks.Speed;
using AttnGen.Benchmarks.Speed.Models;
using static TorchSharp.torch;

namespace AttnGen.Benchmarks.Tests.Baselines;

/// <summary>What is compared is the same work.</summary>
public sealed class PlainBaselineTests
{
    private const double Tolerance = 1e-5;

    [Theory]
    [InlineData(Matrix.Q | Matrix.V, int.MaxValue, "all")]
    [InlineData(Matrix.Q | Matrix.K | Matrix.V, int.MaxValue, "all")]
    [InlineData(Matrix.Q | Matrix.V, 2, "last:2")]
    public void The_plain_program_and_AttnGen_have_the_same_loss_and_the_same_gradients(Matrix matrices, int lastLayers, string layers)
    {
        using var scope = NewDisposeScope();
        using var work = new SameWork(new PlainTuning(matrices, lastLayers), layers);
        var batch = RandomBatch.Of(Encoders.MiniLm(SpeedScale.Tiny), size: 3, length: 8);
        // With padding, so that the masks are compared too.
        batch.Mask[1, TensorIndex.Slice(5)] = 0;
        var (plain, tuned) = (work.PlainLoss(batch), work.TunedLoss(batch));
        plain.backward();
        tuned.backward();
        Assert.Equal(plain.item<float>(), tuned.item<float>(), Tolerance);
        var trained = work.Plain.named_parameters().Where(entry => entry.parameter.requires_grad).ToList();
        Assert.Equal(work.TrainedCount, trained.Count);
        foreach (var (name, parameter) in trained)
        {
            var other = work.Counterpart(name).grad!;
            var difference = (parameter.grad! - other).abs().max().item<float>();
            var largest = other.abs().max().item<float>();
            Assert.True(largest > 0 && difference <= Tolerance * Math.Max(1, largest), $"{name}: {difference} of {largest}");
        }
    }

    /// <summary>At the measured width, where the products go to another kernel, and in bf16, whose rounding is all that may differ.</summary>
    [Theory]
    [InlineData(ProductKernel.Standard, Precision.Float32, 1e-4)]
    [InlineData(ProductKernel.OneDnn, Precision.Float32, 1e-4)]
    [InlineData(ProductKernel.Standard, Precision.BFloat16, 0.1)]
    [InlineData(ProductKernel.OneDnn, Precision.BFloat16, 0.1)]
    public void So_they_have_at_the_measured_width_by_every_kernel_and_in_every_precision(ProductKernel kernel, Precision precision, double tolerance)
    {
        var before = FrozenProducts.Kernel;
        FrozenProducts.Kernel = kernel;
        try
        {
            using var scope = NewDisposeScope();
            using var work = new SameWork(new PlainTuning(Matrix.Q | Matrix.V), scale: SpeedScale.Full, precision: precision);
            var batch = RandomBatch.Of(Encoders.MiniLm(SpeedScale.Full), size: 4, length: 32);
            var (plain, tuned) = (work.PlainLoss(batch), work.TunedLoss(batch));
            plain.backward();
            tuned.backward();
            Assert.Equal(plain.item<float>(), tuned.item<float>(), tolerance);
            foreach (var (name, parameter) in work.Plain.named_parameters().Where(entry => entry.parameter.requires_grad))
            {
                var other = work.Counterpart(name).grad!;
                var error = (parameter.grad! - other).norm().item<float>() / parameter.grad!.norm().item<float>();
                Assert.True(error <= tolerance, $"{name}: {error}");
            }
        }
        finally
        {
            FrozenProducts.Kernel = before;
        }
    }

    [Fact]
    public void Every_variant_learns()
    {
        var configuration = Encoders.MiniLm(SpeedScale.Tiny);
        var batch = RandomBatch.Of(configuration, SpeedScale.Tiny);
        foreach (var variant in Variants.InDotNet)
        {
            var training = Variants.Begin(variant, configuration);
            var first = batch.TrainOn(training);
            var last = first;
            for (var step = 0; step < 30; step++)
            {
                last = batch.TrainOn(training);
            }

            Assert.True(last < first, $"{variant}: {first} became {last}.");
        }
    }
}
