namespace AttnGen;

/// <summary>What multiplies by weights that are not trained. The kernels agree to rounding; a run state continues bit for bit only under the ones that wrote it.</summary>
public enum ProductKernel
{
    /// <summary>The fastest of them for each shape, measured once in a process, among those whose error against fp64 is that of the element type. The default.</summary>
    Automatic,

    /// <summary>libtorch's own operations, recorded by its own autograd: what <c>torch.nn.functional.linear</c> does. Second derivatives (<c>create_graph</c>) exist only here.</summary>
    Standard,

    /// <summary>oneDNN, in the CPU's memory, for float32 and bfloat16; the standard one for everything else.</summary>
    OneDnn,
}
