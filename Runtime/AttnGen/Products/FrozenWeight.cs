using TorchSharp;

namespace AttnGen.Products;

/// <summary>What the products by a weight that is not trained are computed with.</summary>
/// <param name="Weight">The weight <c>[out, in]</c>.</param>
/// <param name="Kernel">What multiplies by it, and by the adapters beside it; oneDNN where there are copies.</param>
/// <param name="Copy">Its copies, which a session has, or null.</param>
internal sealed record FrozenWeight(torch.Tensor Weight, LinearKernel Kernel, WeightCopy? Copy = null)
{
    /// <summary><c>x w^T + bias</c>.</summary>
    /// <param name="input"><c>[..., in]</c>.</param>
    /// <param name="bias"><c>[out]</c>, or null.</param>
    public torch.Tensor Product(torch.Tensor input, torch.Tensor? bias) =>
        Kernel.Product(input, Copy?.Forward(Weight) ?? Weight, bias);

    /// <summary>The input's gradient, <c>gy w</c>, and what there is of it already.</summary>
    /// <param name="gradient">The output's, <c>[..., out]</c>.</param>
    /// <param name="saved">The weight as the graph has kept it.</param>
    /// <param name="sum">A gradient <c>[..., in]</c> that is added, and may be overwritten; or null.</param>
    public torch.Tensor Gradient(torch.Tensor gradient, torch.Tensor saved, torch.Tensor? sum)
    {
        var transposed = Copy?.Backward(saved) ?? saved.t();
        return sum is null ? Kernel.Product(gradient, transposed, null) : Kernel.ProductPlus(gradient, transposed, sum);
    }
}
