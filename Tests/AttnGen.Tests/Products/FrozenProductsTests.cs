using System.Diagnostics;
using AttnGen.Products;
using AttnGen.Tests.Shared;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Tests.Products;

/// <summary>The choice of a kernel.</summary>
public sealed class FrozenProductsTests
{
    [Theory]
    [InlineData(ProductKernel.Standard, "standard")]
    [InlineData(ProductKernel.OneDnn, "oneDNN")]
    public void It_can_be_set_and_Explain_says_it(ProductKernel kernel, string name)
    {
        using var kernels = new KernelChoice(kernel);
        using var model = new WideClassifier();
        using var tuning = model.BeginTuning();
        Assert.Contains($"Products by frozen weights, by Project and Apply (Float32): {name} for [128, 128], [256, 128]", tuning.Explain(), StringComparison.Ordinal);
        Assert.Equal(kernel, FrozenProducts.Kernel);
    }

    [Fact]
    public void Training_by_either_kernel_comes_to_the_same_losses_to_rounding()
    {
        Assert.All(Losses(ProductKernel.Standard).Zip(Losses(ProductKernel.OneDnn)), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));

        static List<float> Losses(ProductKernel kernel)
        {
            using var kernels = new KernelChoice(kernel);
            manual_seed(6);
            using var model = new WideClassifier();
            using var tuning = model.BeginTuning(new TuningOptions { LearningRate = 1e-3, Seed = 1 });
            return WideTask.Train(model, tuning, 8);
        }
    }

    [Fact]
    public void Choosing_leaves_the_programs_generator_as_it_was()
    {
        using var kernels = new KernelChoice(ProductKernel.Automatic);
        using var scope = NewDisposeScope();
        using var model = new WideClassifier();
        manual_seed(3);
        var before = random.get_rng_state();
        using var tuning = model.BeginTuning(new TuningOptions { Seed = 1 });
        Assert.True(before.Equals(random.get_rng_state()));
    }

    [Fact]
    public void A_kernel_that_is_not_exact_is_not_chosen()
    {
        using var scope = NewDisposeScope();
        var (input, weight) = (randn(40, 150), randn(130, 150));
        Assert.True(ProductMeasurement.IsExact(OneDnnLinear.Instance, input, weight));
        Assert.False(ProductMeasurement.IsExact(new Rounding(), input, weight));
        Assert.True(ProductMeasurement.IsExact(new Rounding(), input.bfloat16(), weight.bfloat16()));
        Assert.False(ProductMeasurement.IsExact(new Rounding(sumsOnly: true), input, weight));
    }

    [Fact]
    public void The_first_products_of_a_shape_which_take_longer_do_not_choose()
    {
        using var scope = NewDisposeScope();
        var (input, weight) = (randn(4, 150), randn(130, 150));
        var gain = ProductMeasurement.Gain(new Waiting(TimeSpan.FromMilliseconds(2), slow: 0), new Waiting(TimeSpan.FromMilliseconds(0.5), slow: 2 * 4), null, input, weight);
        Assert.True(gain > 1.5, $"{gain:F2}");
    }

    [Theory]
    [InlineData(1536, 384)]
    [InlineData(384, 1536)]
    public void A_measured_product_is_no_wider_than_memory_that_is_used_again(int outFeatures, int inFeatures)
    {
        using var scope = NewDisposeScope();
        var kernel = new Waiting(TimeSpan.Zero, slow: 0);
        ProductMeasurement.Gain(kernel, kernel, null, randn(4, inFeatures), randn(outFeatures, inFeatures));
        Assert.Equal([(384L, 384L, true), (384, 1536, true)], kernel.Shapes.Order());
    }

    [Fact]
    public void A_state_goes_on_by_the_kernels_that_wrote_it()
    {
        using var directory = new OwnDirectory();
        using var kernels = new KernelChoice(ProductKernel.OneDnn);
        var path = System.IO.Path.Combine(directory.Path, "state.safetensors");
        manual_seed(8);
        using var model = new WideClassifier();
        List<float> rest;
        using (var tuning = model.BeginTuning(new TuningOptions { Seed = 1 }))
        {
            WideTask.Train(model, tuning, 3);
            tuning.SaveState(path);
            rest = WideTask.Train(model, tuning, 3, first: 3);
            tuning.LoadState(path);
        }

        model.RemoveAdapter();
        using (var other = new KernelChoice(ProductKernel.Standard))
        {
            using var standard = model.BeginTuning(new TuningOptions { Seed = 1 });
            Assert.Contains("products: the state has oneDNN transposed [128, 128] Float32, and FrozenProducts.Kernel is Standard", Assert.Throws<RunStateException>(() => standard.LoadState(path)).Message, StringComparison.Ordinal);
        }

        model.RemoveAdapter();
        using var automatic = new KernelChoice(ProductKernel.Automatic);
        FrozenProducts.Adopt([new MeasuredProduct(128, 128, ScalarType.Float32, StandardLinear.Instance)]);
        using var again = model.BeginTuning(new TuningOptions { Seed = 1 });
        again.LoadState(path);
        Assert.All(UsedProducts.Of(again), product => Assert.Same(OneDnnLinear.Instance, product.Kernel));
        Assert.Equal(rest, WideTask.Train(model, again, 3, first: 3));
    }

    [Fact]
    public void What_is_no_kernel_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(static () =>
    {
        FrozenProducts.Kernel = (ProductKernel)9;
    });

    /// <summary>Takes at least some time for a product, and ten times that for its first ones; keeps the weights' shapes, and whether they were dense in some order.</summary>
    private sealed class Waiting(TimeSpan time, int slow) : LinearKernel
    {
        private int count;

        public HashSet<(long Out, long In, bool IsDense)> Shapes { get; } = [];

        public override string Name => "waiting";

        public override Tensor Product(Tensor input, Tensor weight, Tensor? bias)
        {
            var until = Stopwatch.GetTimestamp() + (long)((count++ < slow ? 10 : 1) * time.TotalSeconds * Stopwatch.Frequency);
            using var transposed = weight.t();
            Shapes.Add((weight.shape[0], weight.shape[1], weight.is_contiguous() || transposed.is_contiguous()));
            var output = nn.functional.linear(input, weight, bias);
            SpinWait.SpinUntil(() => Stopwatch.GetTimestamp() >= until);
            return output;
        }

        public override Tensor ProductPlus(Tensor input, Tensor weight, Tensor other) => throw new NotSupportedException();
    }

    /// <summary>A product whose inputs lose their lower bits, as with matrix units of half precision.</summary>
    private sealed class Rounding(bool sumsOnly = false) : LinearKernel
    {
        public override string Name => "rounding";

        public override Tensor Product(Tensor input, Tensor weight, Tensor? bias) => sumsOnly ? nn.functional.linear(input, weight, bias) : Rounded(input, weight, bias);

        public override Tensor ProductPlus(Tensor input, Tensor weight, Tensor other) => Rounded(input, weight, null).add(other);

        private static Tensor Rounded(Tensor input, Tensor weight, Tensor? bias) => nn.functional.linear(input.bfloat16(), weight.bfloat16(), bias?.bfloat16()).to(input.dtype);
    }
}
