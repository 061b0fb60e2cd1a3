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
        var type = linear.weight.dtype;
        if (input.dtype == type || !IsHalf(input.dtype, type))
        {
            return Multiply(linear, input);
        }

        using var same = input.to(type);
        using var output = Multiply(linear, same);
        return output.to(input.dtype);
    }

    /// <summary>Whether one of two element types is float32 and the other half of it.</summary>
    private static bool IsHalf(torch.ScalarType one, torch.ScalarType other) =>
        (one, other) is (torch.ScalarType.Float32, torch.ScalarType.BFloat16 or torch.ScalarType.Float16) or (torch.ScalarType.BFloat16 or torch.ScalarType.Float16, torch.ScalarType.Float32);

    private static torch.Tensor Multiply(Linear linear, torch.Tensor input)
    {
        var (weight, bias) = (linear.weight, linear.bias);
        if (LinearHooks.Any(linear) || (torch.is_grad_enabled() && (weight.requires_grad || bias is { requires_grad: true })))
        {
            return linear.call(input);
        }

        var kernel = FrozenProducts.For(weight);
        var isRecorded = input.requires_grad && torch.is_grad_enabled();
        return kernel is StandardLinear || (isRecorded && !NodeCheck.Works) || !FrozenProducts.Takes(input, weight)
            ? linear.call(input)
            : FrozenLinearNode.Apply(kernel, input, weight, bias, isRecorded);
    }
}
