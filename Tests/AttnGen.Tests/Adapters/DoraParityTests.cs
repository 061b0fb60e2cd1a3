using AttnGen.Adapters;
using AttnGen.Products;
using AttnGen.Tests.Products;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Tests.Adapters;

/// <summary>The adapter against its formula, computed with plain operations in fp64, the norm a constant.</summary>
public sealed class DoraParityTests
{
    [Theory]
    [InlineData(1, 16, 16, 8, 4, true)]
    [InlineData(2, 24, 48, 5, 8, true)]
    [InlineData(3, 48, 24, 16, 1, false)]
    [InlineData(4, 192, 160, 4, 4, true)]
    public void Output_and_gradients_equal_the_formula(int seed, int width, int features, int rank, double alpha, bool hasBias)
    {
        seed += Environment.TickCount & 0xffff;
        using var scope = NewDisposeScope();
        manual_seed(seed);
        using var linear = Frozen(nn.Linear(width, features, hasBias));
        using var adapter = Trained(new DoraTuning(rank, alpha), linear);
        var input = randn(3, 7, width).requires_grad_();
        var upstream = randn(3, 7, features);

        var output = adapter.Apply(linear, input, training: true);
        output.backward([upstream]);

        var exact = new Formula(adapter, linear, alpha / rank);
        var (x, g) = (Wide(input).view(-1, width), Wide(upstream).view(-1, features));
        Near(x.matmul(exact.Weight.t()) + exact.Bias, output.view(-1, features), "output", seed);
        exact.CheckGradients(x.matmul(exact.Sum.t()), x, g, seed);
        Near(g.matmul(exact.Weight), input.grad!.view(-1, width), "gradient of the input", seed);
    }

    [Theory]
    [InlineData(5, 24, 48, true, ProductKernel.Automatic)]
    [InlineData(6, 160, 192, true, ProductKernel.Automatic)]
    [InlineData(7, 48, 24, false, ProductKernel.Automatic)]
    [InlineData(8, 160, 192, true, ProductKernel.Standard)]
    public void With_dropout_all_that_is_added_comes_from_the_dropped_input(int seed, int width, int features, bool hasBias, ProductKernel kernel)
    {
        seed += Environment.TickCount & 0xffff;
        using var scope = NewDisposeScope();
        using var kernels = new KernelChoice(kernel);
        manual_seed(seed);
        using var linear = Frozen(nn.Linear(width, features, hasBias));
        using var adapter = Trained(new DoraTuning(4, 8, 0.5), linear);
        var input = randn(3, 7, width).requires_grad_();
        var upstream = randn(3, 7, features);

        manual_seed(seed);
        var output = adapter.Apply(linear, input, training: true);
        output.backward([upstream]);
        manual_seed(seed);
        var (ones, factor) = DropoutNode.Apply(torch.ones(3, 7, width), 0.5);
        var kept = Wide(ones).mul(factor).view(-1, width);

        var exact = new Formula(adapter, linear, 2);
        var (x, g) = (Wide(input).view(-1, width), Wide(upstream).view(-1, features));
        var dropped = x * kept;
        Near(x.matmul(exact.Base.t()) + exact.Bias + dropped.matmul((exact.Weight - exact.Base).t()), output.view(-1, features), "output", seed);
        exact.CheckGradients(dropped.matmul(exact.Sum.t()), dropped, g, seed);
        Near(g.matmul(exact.Base) + (g.matmul(exact.Weight - exact.Base) * kept), input.grad!.view(-1, width), "gradient of the input", seed);
        Assert.False(output.Equals(adapter.Apply(linear, input, training: false)));
    }

    [Theory]
    [InlineData(ScalarType.Float32, 0)]
    [InlineData(ScalarType.Float32, 0.3)]
    [InlineData(ScalarType.Float64, 0)]
    [InlineData(ScalarType.BFloat16, 0)]
    [InlineData(ScalarType.BFloat16, 0.3)]
    public void A_new_adapter_changes_nothing_to_the_bit(ScalarType type, double dropout)
    {
        using var scope = NewDisposeScope();
        using var linear = nn.Linear(200, 150, dtype: type);
        using var adapter = LowRankAdapter.Create(new DoraTuning(8, 16, dropout), linear.weight, null);
        var input = randn(5, 200).to(type);
        Assert.True(adapter.Apply(linear, input, training: true).Equals(linear.call(input)));
        Assert.True(adapter.Merged(linear.weight).to(type).Equals(linear.weight));
        Assert.Equal([150L], adapter.Parameters[2].Parameter.shape);
        Assert.Equal(type == ScalarType.Float64 ? type : ScalarType.Float32, adapter.Parameters[2].Parameter.dtype);
    }

    [Fact]
    public void Its_magnitude_begins_as_the_norm_of_each_output_features_row()
    {
        using var scope = NewDisposeScope();
        using var linear = nn.Linear(3, 2);
        using (no_grad())
        {
            linear.weight.copy_(tensor(new float[,] { { 3, 0, 4 }, { 5, 12, 0 } }));
        }

        using var adapter = LowRankAdapter.Create(new DoraTuning(1, 1), linear.weight, null);
        Assert.Equal([5f, 13f], adapter.Parameters[2].Parameter.data<float>().ToArray());
    }

    [Fact]
    public void A_row_of_zeros_stays_zero_and_has_finite_gradients()
    {
        using var scope = NewDisposeScope();
        using var linear = Frozen(nn.Linear(16, 4));
        linear.weight[2].zero_();
        using var adapter = LowRankAdapter.Create(new DoraTuning(2, 2), linear.weight, null);
        foreach (var (_, parameter) in adapter.Parameters)
        {
            parameter.requires_grad = true;
        }

        var input = randn(5, 16);
        var output = adapter.Apply(linear, input, training: true);
        Assert.True(output.Equals(linear.call(input)));
        output.sum().backward();
        Assert.All(adapter.Parameters, parameter => Assert.True(parameter.Parameter.grad!.isfinite().all().item<bool>(), parameter.Name));
        Assert.True(adapter.Merged(linear.weight).isfinite().all().item<bool>());
    }

    [Fact]
    public void Half_precision_weights_have_an_adapter_in_single_precision()
    {
        using var scope = NewDisposeScope();
        manual_seed(11);
        using var linear = Frozen(nn.Linear(256, 128, dtype: ScalarType.BFloat16));
        using var adapter = Trained(new DoraTuning(4, 4), linear);
        Assert.All(adapter.Parameters, parameter => Assert.Equal(ScalarType.Float32, parameter.Parameter.dtype));
        var exact = new Formula(adapter, linear, 1);
        foreach (var type in new[] { ScalarType.BFloat16, ScalarType.Float32 })
        {
            var input = randn(9, 256).to(type);
            var output = adapter.Apply(linear, input, training: true);
            Assert.Equal(type, output.dtype);
            var error = (Wide(output) - Wide(input).matmul(exact.Weight.t()) - exact.Bias).norm() / Wide(output).norm();
            Assert.InRange(error.item<double>(), 0, 2e-2);
        }
    }

    private static Linear Frozen(Linear linear)
    {
        foreach (var parameter in linear.parameters())
        {
            parameter.requires_grad = false;
        }

        return linear;
    }

    private static LowRankAdapter Trained(DoraTuning dora, Linear linear)
    {
        var (width, features) = (linear.in_features, linear.out_features);
        var adapter = dora.Adapter(linear.weight, [randn(dora.Rank, width) / Math.Sqrt(width), randn(features, dora.Rank) / Math.Sqrt(dora.Rank), rand(features) + 0.5]);
        foreach (var (_, parameter) in adapter.Parameters)
        {
            parameter.requires_grad = true;
        }

        return adapter;
    }

    private static Tensor Wide(Tensor tensor) => tensor.detach().to(ScalarType.Float64);

    private static void Near(Tensor expected, Tensor actual, string what, int seed)
    {
        var difference = (expected - Wide(actual)).abs().max().item<double>() / Math.Max(1, expected.abs().max().item<double>());
        Assert.True(difference < 1e-5, $"{what}: {difference} (seed {seed})");
    }

    /// <summary>An adapter's parts in fp64.</summary>
    private sealed class Formula
    {
        private readonly LowRankAdapter adapter;
        private readonly double scale;
        private readonly Tensor norm;

        public Formula(LowRankAdapter adapter, Linear linear, double scale)
        {
            this.adapter = adapter;
            this.scale = scale;
            (Base, Bias) = (Wide(linear.weight), linear.bias is { } bias ? Wide(bias) : zeros(1, dtype: ScalarType.Float64));
            Sum = Base + (scale * B.matmul(A));
            norm = Sum.pow(2).sum(1).sqrt();
        }

        public Tensor Base { get; }

        public Tensor Bias { get; }

        public Tensor Sum { get; }

        public Tensor Weight => (M / norm).unsqueeze(1) * Sum;

        private Tensor A => Wide(adapter.Parameters[0].Parameter);

        private Tensor B => Wide(adapter.Parameters[1].Parameter);

        private Tensor M => Wide(adapter.Parameters[2].Parameter);

        /// <summary>With W + s B A = V: dL/dm = sum of g V x / ||V||, and dL/dV = (m / ||V||) g x^T, which B and A get their parts of.</summary>
        public void CheckGradients(Tensor ofSum, Tensor x, Tensor g, int seed)
        {
            var back = (M / norm * g).t().matmul(x);
            Near((g * ofSum).sum([0]) / norm, adapter.Parameters[2].Parameter.grad!, "gradient of the magnitude", seed);
            Near(scale * back.matmul(A.t()), adapter.Parameters[1].Parameter.grad!, "gradient of B", seed);
            Near(scale * B.t().matmul(back), adapter.Parameters[0].Parameter.grad!, "gradient of A", seed);
        }
    }
}
