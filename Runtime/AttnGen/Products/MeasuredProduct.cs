using TorchSharp;

namespace AttnGen.Products;

/// <summary>The kernel for weights of one shape and element type.</summary>
/// <param name="OutFeatures">The weight's rows.</param>
/// <param name="InFeatures">The weight's columns.</param>
/// <param name="Type">The element type of weight and input.</param>
/// <param name="Kernel">The kernel.</param>
/// <param name="Layout">How the copies of such weights are laid out where a session has the memory for them, or null where none would be faster.</param>
internal sealed record MeasuredProduct(long OutFeatures, long InFeatures, torch.ScalarType Type, LinearKernel Kernel, WeightLayout? Layout = null)
{
    /// <summary>Whether the choice is for a weight's shape and element type.</summary>
    public bool IsOf(torch.Tensor weight) => weight.dtype == Type && weight.shape is [var rows, var columns] && rows == OutFeatures && columns == InFeatures;

    /// <summary>Whether another choice is for the same shape and element type.</summary>
    public bool IsOfShape(MeasuredProduct other) => (other.OutFeatures, other.InFeatures, other.Type) == (OutFeatures, InFeatures, Type);

    public override string ToString() => FormattableString.Invariant($"{Kernel.Name}{(Layout is null ? "" : $" {Layout.Name}")} [{OutFeatures}, {InFeatures}] {Type}");
}
