using TorchSharp;

namespace AttnGen.Products;

/// <summary>A way to compute <c>x w^T + bias</c>, without recording it.</summary>
internal abstract class LinearKernel
{
    /// <summary>The kernel's name in messages and run states.</summary>
    public abstract string Name { get; }

    /// <summary>The kernel of a name, or null.</summary>
    public static LinearKernel? Find(string name) => new LinearKernel[] { StandardLinear.Instance, OneDnnLinear.Instance }.FirstOrDefault(kernel => kernel.Name == name);

    /// <summary>Whether it computes with an element type on this processor.</summary>
    public virtual bool Serves(torch.ScalarType type) => true;

    /// <summary>The product.</summary>
    /// <param name="input"><c>[..., in]</c>.</param>
    /// <param name="weight"><c>[out, in]</c>, in any strides.</param>
    /// <param name="bias"><c>[out]</c>, or null.</param>
    /// <returns><c>[..., out]</c>.</returns>
    public abstract torch.Tensor Product(torch.Tensor input, torch.Tensor weight, torch.Tensor? bias);

    /// <summary>The product and another tensor together.</summary>
    /// <param name="input"><c>[..., in]</c>.</param>
    /// <param name="weight"><c>[out, in]</c>, in any strides.</param>
    /// <param name="other"><c>[..., out]</c>; may be overwritten.</param>
    /// <returns><c>[..., out]</c>.</returns>
    public abstract torch.Tensor ProductPlus(torch.Tensor input, torch.Tensor weight, torch.Tensor other);
}
