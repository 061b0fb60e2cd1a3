using System.ComponentModel;
using AttnGen.Autograd;
using AttnGen.Products;
using TorchSharp;
using TorchSharp.Modules;

namespace AttnGen.CompilerServices;

/// <summary>A layer's product, by the fastest kernel where its weight is not trained. Generated code calls it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LinearProduct
{
    /// <summary>What <c>linear.call(input)</c> computes, to rounding; also where input and weight differ in precision.</summary>
    /// <param name="linear">The layer. Its forward hooks run, as on <c>call</c>.</param>
    /// <param name="input"><c>[..., in]</c>.</param>
    /// <returns><c>[..., out]</c>, of the input's element type.</returns>
    public static torch.Tensor Apply(Linear linear, torch.Tensor input)
    {
        ArgumentNullException.ThrowIfNull(linear);
        ArgumentNullException.ThrowIfNull(input);
        return Apply(linear, input, isBare: false);
    }

    /// <summary>The product by the layer's weight alone, past its bias and hooks.</summary>
    internal static torch.Tensor WithoutBias(Linear linear, torch.Tensor input) => Apply(linear, input, isBare: true);

    private static torch.Tensor Apply(Linear linear, torch.Tensor input, bool isBare)
    {
        var type = linear.weight.dtype;
        if (input.dtype == type || !IsHalf(input.dtype, type))
        {
            return Multiply(linear, input, isBare);
        }

        using var same = input.to(type);
        using var output = Multiply(linear, same, isBare);
        return output.to(input.dtype);
    }

    /// <summary>Whether one of two element types is float32 and the other half of it.</summary>
    private static bool IsHalf(torch.ScalarType one, torch.ScalarType other) =>
        (one, other) is (torch.ScalarType.Float32, torch.ScalarType.BFloat16 or torch.ScalarType.Float16) or (torch.ScalarType.BFloat16 or torch.ScalarType.Float16, torch.ScalarType.Float32);

    private static torch.Tensor Multiply(Linear linear, torch.Tensor input, bool isBare)
    {
        var (weight, bias) = (linear.weight, isBare ? null : linear.bias);
        if ((!isBare && LinearHooks.Any(linear)) || (torch.is_grad_enabled() && (weight.requires_grad || bias is { requires_grad: true })))
        {
            return Standard();
        }

        var frozen = FrozenProducts.For(weight);
        var isRecorded = input.requires_grad && torch.is_grad_enabled();
        return frozen.Kernel is StandardLinear || (isRecorded && !NodeCheck.Works) || !FrozenProducts.Takes(input, weight)
            ? Standard()
            : FrozenLinearNode.Apply(frozen, input, bias, isRecorded);

        torch.Tensor Standard() => isBare ? torch.nn.functional.linear(input, weight) : linear.call(input);
    }
}
