using AttnGen.Adapters;
using TorchSharp;
using TorchSharp.Modules;

namespace AttnGen.Products;

/// <summary>One projection as a sum of products: the frozen one, and a low-rank one where there is an adapter.</summary>
/// <param name="Frozen">The frozen weight <c>[out, in]</c>, and what multiplies by it.</param>
/// <param name="Bias">The frozen bias <c>[out]</c>, or null.</param>
/// <param name="Lora">The adapter, or null.</param>
/// <param name="Dropout">The probability of dropping an element of the adapter's input, now: 0 in evaluation.</param>
internal sealed record ProjectionTerm(FrozenWeight Frozen, torch.Tensor? Bias, LoraAdapter? Lora, double Dropout)
{
    /// <summary>The projection, where nothing in it asks for the general way: no hook, no trained weight, no adapter of another kind, no dropout on a GPU, which has a fused one.</summary>
    public static ProjectionTerm? Of(Linear linear, Adapter? adapter, torch.Tensor input, bool training)
    {
        var (weight, bias) = (linear.weight, linear.bias);
        if (CompilerServices.LinearHooks.Any(linear) || (torch.is_grad_enabled() && (weight.requires_grad || bias is { requires_grad: true })))
        {
            return null;
        }

        var lora = adapter as LoraAdapter;
        var dropout = training && lora is not null ? lora.Dropout : 0;
        return FrozenProducts.Takes(input, weight) && ReferenceEquals(lora, adapter) && (dropout == 0 || DropoutMask.Takes(input))
            ? new ProjectionTerm(FrozenProducts.For(weight), bias, lora, dropout)
            : null;
    }
}
