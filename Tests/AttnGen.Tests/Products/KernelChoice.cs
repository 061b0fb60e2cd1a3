namespace AttnGen.Tests.Products;

/// <summary>Sets the kernel of products for the length of a test.</summary>
internal sealed class KernelChoice : IDisposable
{
    private readonly ProductKernel before = FrozenProducts.Kernel;

    public KernelChoice(ProductKernel kernel) => FrozenProducts.Kernel = kernel;

    public void Dispose() => FrozenProducts.Kernel = before;
}
