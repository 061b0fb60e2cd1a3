using AttnGen.CompilerServices;
using AttnGen.Products;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Tests.Products;

/// <summary>Products by frozen weights against their formula in fp64.</summary>
public sealed class LinearKernelTests
{
    /// <summary>The kernels, with the element types that they compute with on this processor.</summary>
    public static IEnumerable<object[]> Kernels =>
        from kernel in new LinearKernel[] { StandardLinear.Instance, OneDnnLinear.Instance }
        from type in new[] { ScalarType.Float32, ScalarType.BFloat16 }
        where kernel.Serves(type)
        select (object[])[kernel.Name, type];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Output_and_gradient_of_the_input_equal_the_formula(string name, ScalarType type)
    {
        var seed = Environment.TickCount & 0xffff;
        var random = new Random(seed);
        var kernel = LinearKernel.Find(name)!;
        for (var round = 0; round < 10; round++)
        {
            using var scope = NewDisposeScope();
            manual_seed(seed + round);
            var (batch, length, width, features) = (random.Next(1, 4), random.Next(1, 40), random.Next(1, 200), random.Next(1, 200));
            var weight = randn(features, width).to(type);
            var bias = round % 3 == 0 ? null : randn(features).to(type);
            // Every second input has strides of its own.
            var input = (round % 2 == 0 ? randn(batch, length, width) : randn(length, batch, width).transpose(0, 1)).to(type).detach().requires_grad_();
            var output = FrozenLinearNode.Apply(new FrozenWeight(weight, kernel), input, bias, isRecorded: true);
            Assert.Equal([batch, length, features], output.shape);
            Assert.Equal(type, output.dtype);
            // A sum's gradient has no strides at all.
            output.sum().backward();
            var exact = Wide(input).matmul(Wide(weight).t());
            Near(bias is null ? exact : exact + Wide(bias), output);
            Near(ones_like(exact).matmul(Wide(weight)), input.grad!);
            Assert.Null(weight.grad);
        }

        void Near(Tensor exact, Tensor actual)
        {
            var error = (exact - Wide(actual)).norm().item<double>() / (exact.norm().item<double>() + 1e-9);
            Assert.True(error < (type == ScalarType.Float32 ? 1e-5 : 2e-2), $"{name} {type}: relative error {error} (seed {seed})");
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_product_and_another_tensor_are_their_sum(string name, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var (input, weight, other) = (randn(6, 9, 130).to(type), randn(140, 130).to(type), randn(6, 9, 140).to(type));
        var exact = Wide(input).matmul(Wide(weight).t()) + Wide(other);
        var sum = LinearKernel.Find(name)!.ProductPlus(input, weight, other);
        Assert.Equal(other.shape, sum.shape);
        Assert.True(((exact - Wide(sum)).norm() / exact.norm()).item<double>() < (type == ScalarType.Float32 ? 1e-5 : 2e-2));
    }

    [Fact]
    public void Apply_is_the_layers_own_call_for_trained_weights_and_small_ones_and_with_hooks()
    {
        using var scope = NewDisposeScope();
        using var linear = nn.Linear(160, 140);
        var input = randn(3, 5, 160);
        LinearProduct.Apply(linear, input).sum().backward();
        Assert.NotNull(linear.weight.grad);

        linear.weight.requires_grad = linear.bias!.requires_grad = false;
        var calls = 0;
        using (var removed = new Removal(linear.register_forward_hook((_, _, output) =>
        {
            calls++;
            return output + 1;
        })))
        {
            Assert.True(LinearProduct.Apply(linear, input).allclose(linear.forward(input) + 1));
            Assert.Equal(1, calls);
        }

        Assert.True(LinearProduct.Apply(linear, input).allclose(linear.forward(input), 1e-4, 1e-5));
        Assert.True(LinearProduct.Apply(linear, randn(160)).shape is [140]);
        Assert.True(LinearProduct.Apply(linear, randn(0, 160)).shape is [0, 140]);
        Assert.Equal(1, calls);
    }

    private static Tensor Wide(Tensor tensor) => tensor.detach().to(ScalarType.Float64);

    private sealed class Removal(nn.HookableModule<Func<nn.Module<Tensor, Tensor>, Tensor, Tensor>, Func<nn.Module<Tensor, Tensor>, Tensor, Tensor, Tensor>>.HookRemover hook) : IDisposable
    {
        public void Dispose() => hook.remove();
    }
}
