using AttnGen.Products;
using AttnGen.Tests.Shared;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Tests.Products;

/// <summary>Copies of one frozen weight, against the formula in fp64 and against what is done to the weight.</summary>
public sealed class WeightCopyTests
{
    /// <summary>The layouts that work on this processor.</summary>
    public static TheoryData<string> Layouts => [.. new WeightLayout[] { TransposedLayout.Instance, PackedLayout.Instance }.Where(layout => layout.Works).Select(layout => layout.Name)];

    [Fact]
    public void Each_is_found_by_its_name_and_no_other_is()
    {
        Assert.Same(TransposedLayout.Instance, WeightLayout.Find("transposed"));
        Assert.Same(PackedLayout.Instance, WeightLayout.Find("packed"));
        Assert.Null(WeightLayout.Find("standard"));
    }

    [Fact]
    public void Float32_is_transposed_for_oneDNN_only_and_bfloat16_is_packed_where_the_processor_multiplies_it()
    {
        Assert.Same(TransposedLayout.Instance, WeightLayout.For(128, 160, ScalarType.Float32, OneDnnLinear.Instance));
        Assert.Null(WeightLayout.For(128, 160, ScalarType.Float32, StandardLinear.Instance));
        Assert.Null(WeightLayout.For(128, 160, ScalarType.Float64, OneDnnLinear.Instance));
        Assert.Equal(BFloat16Processor.HasInstructions == true, WeightLayout.For(128, 160, ScalarType.BFloat16, StandardLinear.Instance) == PackedLayout.Instance);
    }

    /// <summary>Packed, libtorch 2.10 gives wrong products by them.</summary>
    [Theory]
    [InlineData(1, 20_000)]
    [InlineData(20_000, 1)]
    public void A_single_row_or_column_is_not_copied(long outFeatures, long inFeatures)
    {
        Assert.Null(WeightLayout.For(outFeatures, inFeatures, ScalarType.BFloat16, OneDnnLinear.Instance));
        using var scope = NewDisposeScope();
        using var linear = nn.Linear(inFeatures, outFeatures, dtype: ScalarType.BFloat16);
        Assert.Null(FrozenProducts.Choose(linear.weight).Layout);

        // Without a copy they are right.
        using var kernel = new KernelChoice(ProductKernel.OneDnn);
        var input = randn(3, inFeatures).to(ScalarType.BFloat16);
        var exact = Wide(input).matmul(Wide(linear.weight).t());
        Assert.True(((exact - Wide(FrozenProducts.For(linear.weight).Product(input, null))).norm() / exact.norm()).item<double>() < 2e-2);
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Output_and_gradient_of_the_input_equal_the_formula(string name)
    {
        var (layout, seed) = (WeightLayout.Find(name)!, Environment.TickCount & 0xffff);
        var random = new Random(seed);
        for (var round = 0; round < 12; round++)
        {
            using var scope = NewDisposeScope();
            manual_seed(seed + round);
            var (batch, length, width, features) = (random.Next(1, 4), random.Next(1, 90), random.Next(16, 260), random.Next(16, 260));
            using var copy = new WeightCopy(layout);
            var weight = new FrozenWeight(randn(features, width).to(layout.Type), OneDnnLinear.Instance, copy);
            var bias = round % 3 == 0 ? null : randn(features).to(layout.Type);
            // Every second input has strides of its own.
            var input = (round % 2 == 0 ? randn(batch, length, width) : randn(length, batch, width).transpose(0, 1)).to(layout.Type).detach().requires_grad_();
            var output = FrozenLinearNode.Apply(weight, input, bias, isRecorded: true);
            output.sum().backward();
            var exact = Wide(input).matmul(Wide(weight.Weight).t());
            Near(bias is null ? exact : exact + Wide(bias), output);
            Near(ones_like(exact).matmul(Wide(weight.Weight)), input.grad!);

            var (gradient, sum) = (randn(batch, length, features).to(layout.Type), randn(batch, length, width).to(layout.Type));
            Near(Wide(gradient).matmul(Wide(weight.Weight)) + Wide(sum), weight.Gradient(gradient, weight.Weight, sum.clone()));
        }

        void Near(Tensor exact, Tensor actual)
        {
            var error = (exact - Wide(actual)).norm().item<double>() / (exact.norm().item<double>() + 1e-9);
            Assert.True(error < (layout.Type == ScalarType.Float32 ? 1e-5 : 2e-2), $"{name}: relative error {error} (seed {seed})");
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_weight_that_libtorch_changes_is_copied_anew(string name)
    {
        using var scope = NewDisposeScope();
        using var copied = new Copied(name);
        copied.CheckProducts();
        copied.Weight[3, 5] = 7;
        copied.CheckProducts();
        copied.Weight.narrow(0, 2, 9).zero_();
        copied.CheckProducts();
        copied.Weight.copy_(randn(150, 130));
        copied.CheckProducts();
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_weight_that_is_read_from_a_file_into_its_memory_is_copied_anew(string name)
    {
        using var scope = NewDisposeScope();
        using var directory = new OwnDirectory();
        var path = System.IO.Path.Combine(directory.Path, "weight.dat");
        using var copied = new Copied(name);
        copied.CheckProducts();
        using (var file = new System.IO.BinaryWriter(System.IO.File.Create(path)))
        {
            randn(150, 130).to(copied.Weight.dtype).Save(file);
        }

        using (var file = new System.IO.BinaryReader(System.IO.File.OpenRead(path)))
        {
            copied.Weight.Load(file);
        }

        copied.CheckProducts();
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_weight_whose_memory_is_written_to_is_copied_anew_once_its_part_is_looked_at(string name)
    {
        using var scope = NewDisposeScope();
        using var copied = new Copied(name);
        copied.CheckProducts();
        copied.Weight.bytes[40] ^= 0x40;
        // 150 x 130 elements are 5 parts of 16 KB in float32, and 3 in bfloat16.
        for (var look = 0; look < 5; look++)
        {
            copied.Product().Dispose();
        }

        copied.CheckProducts();
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void What_was_recorded_before_the_copies_were_given_back_still_has_its_gradient(string name)
    {
        using var scope = NewDisposeScope();
        using var copied = new Copied(name);
        var input = randn(9, 130).to(copied.Weight.dtype).requires_grad_();
        var output = FrozenLinearNode.Apply(copied.Frozen, input, null, isRecorded: true);
        copied.Dispose();
        output.sum().backward();
        Assert.True(input.grad!.to(ScalarType.Float32).allclose(copied.Weight.to(ScalarType.Float32).sum([0]).expand(9, 130), 2e-2, 2e-1));
        Assert.Null(copied.Copy.Forward(copied.Weight));
        copied.CheckProducts();
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_weight_whose_changes_would_not_be_seen_has_no_copy(string name)
    {
        using var scope = NewDisposeScope();
        var layout = WeightLayout.Find(name)!;
        using var copy = new WeightCopy(layout);
        Assert.Null(copy.Forward(randn(130, 150).to(layout.Type).t()));
        using (inference_mode())
        {
            Assert.Null(copy.Forward(randn(150, 130).to(layout.Type)));
        }

        using var kept = copy.Forward(randn(150, 130).to(layout.Type));
        Assert.NotNull(kept);
    }

    private static Tensor Wide(Tensor tensor) => tensor.detach().to(ScalarType.Float64);

    private sealed class Copied : IDisposable
    {
        private readonly Tensor input;

        public Copied(string layout)
        {
            Copy = new WeightCopy(WeightLayout.Find(layout)!);
            input = randn(40, 130).to(Copy.Layout.Type);
            Frozen = new FrozenWeight(randn(150, 130).to(Copy.Layout.Type), OneDnnLinear.Instance, Copy);
        }

        public WeightCopy Copy { get; }

        public FrozenWeight Frozen { get; }

        public Tensor Weight => Frozen.Weight;

        public Tensor Product() => Frozen.Product(input, null);

        /// <summary>Both directions by the weight as it is now.</summary>
        public void CheckProducts()
        {
            Near(Wide(input).matmul(Wide(Weight).t()), Product());
            var gradient = randn(40, 150).to(Weight.dtype);
            Near(Wide(gradient).matmul(Wide(Weight)), Frozen.Gradient(gradient, Weight, null));
        }

        public void Dispose() => Copy.Dispose();

        private void Near(Tensor exact, Tensor actual)
        {
            var error = ((exact - Wide(actual)).norm() / exact.norm()).item<double>();
            Assert.True(error < (Weight.dtype == ScalarType.Float32 ? 1e-5 : 2e-2), $"relative error {error}");
        }
    }
}
