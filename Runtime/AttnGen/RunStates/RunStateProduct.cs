using AttnGen.Products;
using TorchSharp;

namespace AttnGen;

/// <summary>Which kernel multiplied by weights of one shape, by its name, and the layout of their copies where there were any.</summary>
internal sealed record RunStateProduct(long Out, long In, string Type, string Kernel, string? Layout)
{
    public static RunStateProduct Of(MeasuredProduct product) => new(product.OutFeatures, product.InFeatures, product.Type.ToString(), product.Kernel.Name, product.Layout?.Name);

    /// <summary>The same as a choice of this process, or null where it has no such kernel.</summary>
    public MeasuredProduct? Here() =>
        Enum.TryParse<torch.ScalarType>(Type, out var type) && LinearKernel.Find(Kernel) is { } kernel && (kernel is StandardLinear || FrozenProducts.IsOneDnnExact(type))
            && HasLayout(out var layout)
            ? new MeasuredProduct(Out, In, type, kernel, layout)
            : null;

    public override string ToString() => FormattableString.Invariant($"{Kernel}{(Layout is null ? "" : $" {Layout}")} [{Out}, {In}] {Type}");

    private bool HasLayout(out WeightLayout? layout)
    {
        layout = Layout is null ? null : WeightLayout.Find(Layout);
        return Layout is null || layout is { Works: true };
    }
}
