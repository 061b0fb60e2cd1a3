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
    /// <summary>What <c>linear.call(input)</c> computes, to rounding.</summary>
    /// <param name="linear">The layer. Its forward hooks run, as on <c>call</c>.</param>
    /// <param name="input"><c>[..., in]</c>.</param>
    /// <returns><c>[..., out]</c>.</returns>
    public static torch.Tensor Apply(Linear linear, torch.Tensor input)
    {
        ArgumentNullException.ThrowIfNull(linear);
        ArgumentNullException.ThrowIfNull(input);
        var (weight, bias) = (linear.weight, linear.bias);
        if (LinearHooks.Any(linear) || (torch.is_grad_enabled() && (weight.requires_grad || bias is { requires_grad: true })))
        {
            return linear.call(input);
        }

        var kernel = FrozenProducts.For(weight);
        var isRecorded = input.requires_grad && torch.is_grad_enabled();
        return kernel is StandardLinear || (isRecorded && !NodeCheck.Works) || input.dim() < 2 || input.numel() == 0 || input.dtype != weight.dtype || input.device_type != DeviceType.CPU || input.shape[^1] != weight.shape[1]
            ? linear.call(input)
            : FrozenLinearNode.Apply(kernel, input, weight, bias, isRecorded);
    }
}
