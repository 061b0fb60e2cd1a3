using TorchSharp;

namespace AttnGen.Products;

/// <summary>libtorch's own choice.</summary>
internal sealed class StandardLinear : LinearKernel
{
    public static StandardLinear Instance { get; } = new();

    public override string Name => "standard";

    public override torch.Tensor Product(torch.Tensor input, torch.Tensor weight, torch.Tensor? bias) => torch.nn.functional.linear(input, weight, bias);

    public override torch.Tensor ProductPlus(torch.Tensor input, torch.Tensor weight, torch.Tensor other)
    {
        using var rows = input.reshape(-1, input.shape[^1]);
        using var columns = weight.t();
        using var sums = other.view(-1, other.shape[^1]);
        sums.addmm_(rows, columns, 1, 1);
        return other.alias();
    }
}
