using AttnGen.Products;
using TorchSharp;

namespace AttnGen;

/// <summary>Which kernel multiplied by weights of one shape, by its name.</summary>
internal sealed record RunStateProduct(long Out, long In, string Type, string Kernel)
{
    public static RunStateProduct Of(MeasuredProduct product) => new(product.OutFeatures, product.InFeatures, product.Type.ToString(), product.Kernel.Name);

    /// <summary>The same as a choice of this process, or null where it has no such kernel.</summary>
    public MeasuredProduct? Here() =>
        Enum.TryParse<torch.ScalarType>(Type, out var type) && LinearKernel.Find(Kernel) is { } kernel && (kernel is StandardLinear || FrozenProducts.IsOneDnnExact(type))
            ? new MeasuredProduct(Out, In, type, kernel)
            : null;

    public override string ToString() => FormattableString.Invariant($"{Kernel} [{Out}, {In}] {Type}");
}
