using TorchSharp;

namespace AttnGen.Products;

/// <summary>oneDNN by a copy that is made for the one product: what a layout is checked by.</summary>
internal sealed class LayoutLinear(WeightLayout layout) : LinearKernel
{
    public override string Name => $"{OneDnnLinear.Instance.Name} {layout.Name}";

    public override bool Serves(torch.ScalarType type) => OneDnnLinear.Instance.Serves(type);

    public override torch.Tensor Product(torch.Tensor input, torch.Tensor weight, torch.Tensor? bias)
    {
        using var copy = layout.Arrange(weight);
        return OneDnnLinear.Instance.Product(input, copy, bias);
    }

    public override torch.Tensor ProductPlus(torch.Tensor input, torch.Tensor weight, torch.Tensor other)
    {
        using var copy = layout.Arrange(weight);
        return OneDnnLinear.Instance.ProductPlus(input, copy, other);
    }
}
