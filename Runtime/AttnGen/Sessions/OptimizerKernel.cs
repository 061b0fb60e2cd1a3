namespace AttnGen;

/// <summary>The implementations of AdamW. They agree to rounding; a run state continues bit for bit only under the one that wrote it.</summary>
public enum OptimizerKernel
{
    /// <summary>For fp32 on the CPU the vector kernel, otherwise libtorch's fused one; the managed one where these are not there. The default.</summary>
    Automatic,

    /// <summary>libtorch's fused kernel, one call a buffer. Refused where it cannot be reached.</summary>
    Fused,

    /// <summary>A few operations in place over each buffer.</summary>
    Managed,

    /// <summary>One pass in .NET's vector instructions, clipping and zeroing included. Refused for parameters that are not in fp32 on the CPU, or have no master there.</summary>
    Vector,
}
