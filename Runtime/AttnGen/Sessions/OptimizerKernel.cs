namespace AttnGen;

/// <summary>The implementations of AdamW. They agree to rounding; a run state continues bit for bit only under the one that wrote it.</summary>
public enum OptimizerKernel
{
    /// <summary>libtorch's fused kernel where this libtorch has it, otherwise the managed one. The default.</summary>
    Automatic,

    /// <summary>libtorch's fused kernel, one call a buffer. Refused where it cannot be reached.</summary>
    Fused,

    /// <summary>A few operations in place over each buffer.</summary>
    Managed,
}
