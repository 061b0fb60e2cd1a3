using TorchSharp;

namespace AttnGen.Products;

/// <summary>The kernel for weights of one shape and element type.</summary>
/// <param name="OutFeatures">The weight's rows.</param>
/// <param name="InFeatures">The weight's columns.</param>
/// <param name="Type">The element type of weight and input.</param>
/// <param name="Kernel">The kernel.</param>
internal sealed record MeasuredProduct(long OutFeatures, long InFeatures, torch.ScalarType Type, LinearKernel Kernel)
{
    public override string ToString() => FormattableString.Invariant($"{Kernel.Name} [{OutFeatures}, {InFeatures}] {Type}");
}
