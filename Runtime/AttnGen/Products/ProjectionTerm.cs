using AttnGen.Adapters;
using TorchSharp;
using TorchSharp.Modules;

namespace AttnGen.Products;

/// <summary>One projection as a sum of products: the frozen one, and a low-rank one where there is an adapter.</summary>
/// <param name="Weight">The frozen weight <c>[out, in]</c>.</param>
/// <param name="Bias">The frozen bias <c>[out]</c>, or null.</param>
/// <param name="Lora">The adapter, or null.</param>
/// <param name="Kernel">What multiplies by the weight.</param>
internal sealed record ProjectionTerm(torch.Tensor Weight, torch.Tensor? Bias, LoraAdapter? Lora, LinearKernel Kernel)
{
    /// <summary>The projection, where nothing in it asks for the general way: no hook, no trained weight, no dropout.</summary>
    public static ProjectionTerm? Of(Linear linear, Adapter? adapter, torch.Tensor input, bool training)
    {
        var (weight, bias) = (linear.weight, linear.bias);
        if (CompilerServices.LinearHooks.Any(linear) || (torch.is_grad_enabled() && (weight.requires_grad || bias is { requires_grad: true })))
        {
            return null;
        }

        return FrozenProducts.Takes(input, weight) && (adapter is null || (adapter is LoraAdapter lora && !(training && lora.HasDropout)))
            ? new ProjectionTerm(weight, bias, (LoraAdapter?)adapter, FrozenProducts.For(weight))
            : null;
    }
}
