using AttnGen.Adapters;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Tests.Adapters;

/// <summary>The adapter against its formula, computed with plain operations in fp64.</summary>
public sealed class LoraParityTests
{
    [Theory]
    [InlineData(1, 16, 16, 8, 4)]
    [InlineData(2, 24, 48, 5, 8)]
    [InlineData(3, 48, 24, 16, 1)]
    public void Output_and_gradients_equal_the_formula(int seed, int width, int features, int rank, double alpha)
    {
        seed += Environment.TickCount & 0xffff;
        using var scope = NewDisposeScope();
        manual_seed(seed);
        using var linear = nn.Linear(width, features);
        linear.weight.requires_grad = false;
        linear.bias!.requires_grad = false;
        using var adapter = new LoraAdapter(new LoraTuning(rank, alpha), linear.weight, [randn(rank, width) / Math.Sqrt(width), randn(features, rank) / Math.Sqrt(rank)]);
        var (a, b) = (adapter.Parameters[0].Parameter, adapter.Parameters[1].Parameter);
        a.requires_grad = b.requires_grad = true;
        var input = randn(3, 7, width).requires_grad_();
        var upstream = randn(3, 7, features);

        var output = adapter.Apply(linear, input, training: true);
        output.backward([upstream]);

        Tensor Wide(Tensor tensor) => tensor.detach().to(ScalarType.Float64);
        var (x, w, g, wideA, wideB) = (Wide(input).view(-1, width), Wide(linear.weight), Wide(upstream).view(-1, features), Wide(a), Wide(b));
        var scale = alpha / rank;
        Near(x.matmul(w.t()) + Wide(linear.bias) + (scale * x.matmul(wideA.t()).matmul(wideB.t())), output.view(-1, features), "output");
        Near(scale * wideB.t().matmul(g.t()).matmul(x), a.grad!, "gradient of A");
        Near(scale * g.t().matmul(x.matmul(wideA.t())), b.grad!, "gradient of B");
        Near(g.matmul(w + (scale * wideB.matmul(wideA))), input.grad!.view(-1, width), "gradient of the input");

        void Near(Tensor expected, Tensor actual, string what)
        {
            var difference = (expected - Wide(actual)).abs().max().item<double>() / Math.Max(1, expected.abs().max().item<double>());
            Assert.True(difference < 1e-5, $"{what}: {difference} (seed {seed})");
        }
    }

    [Fact]
    public void A_new_adapter_changes_nothing_and_has_the_bounds_of_its_distribution()
    {
        using var scope = NewDisposeScope();
        using var linear = nn.Linear(64, 32);
        using var generator = new Generator(7);
        using var adapter = LowRankAdapter.Create(new LoraTuning(8, 8), linear.weight, generator);
        var input = randn(5, 64);
        Assert.True(adapter.Apply(linear, input, training: false).Equals(linear.call(input)));
        var a = adapter.Parameters[0].Parameter;
        Assert.InRange(a.abs().max().item<float>(), 0.1f, 1 / 8f);
        Assert.InRange(a.mean().item<float>(), -0.02f, 0.02f);
    }

    [Fact]
    public void Dropout_is_active_in_training_only_and_keeps_the_mean()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        using var linear = nn.Linear(64, 8);
        using var adapter = new LoraAdapter(new LoraTuning(4, 4, 0.5), linear.weight, [rand(4, 64), rand(8, 4)]);
        var input = ones(4000, 64);
        var still = adapter.Apply(linear, input, training: false);
        var dropped = adapter.Apply(linear, input, training: true);
        Assert.True(still.Equals(adapter.Apply(linear, input, training: false)));
        Assert.False(still.Equals(dropped));
        Assert.InRange((dropped.mean() / still.mean()).item<float>(), 0.98f, 1.02f);
    }

    [Fact]
    public void Half_precision_weights_have_an_adapter_in_single_precision()
    {
        using var scope = NewDisposeScope();
        using var linear = nn.Linear(16, 16, dtype: ScalarType.BFloat16);
        using var adapter = LowRankAdapter.Create(new LoraTuning(2, 2), linear.weight, null);
        Assert.Equal(ScalarType.Float32, adapter.Parameters[0].Parameter.dtype);
        Assert.Equal(ScalarType.BFloat16, adapter.Apply(linear, randn(3, 16).to(ScalarType.BFloat16), training: true).dtype);
    }
}
