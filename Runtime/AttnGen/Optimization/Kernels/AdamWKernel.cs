namespace AttnGen.Optimization.Kernels;

/// <summary>
/// AdamW (Loshchilov and Hutter 2019, algorithm 2; PyTorch's form): <c>p *= 1 - lr wd</c>, then <c>p -= lr m' / (sqrt(v') + eps)</c> with the
/// bias-corrected moments m' and v'. In place, without autograd.
/// </summary>
internal abstract class AdamWKernel
{
    private static readonly Lazy<(FusedAdamW? Kernel, string? Problem)> FusedOrProblem = new(FusedAdamW.TryCreate);
    private static readonly Lazy<(VectorAdamW? Kernel, string? Problem)> VectorOrProblem = new(VectorAdamW.TryCreate);

    /// <summary>The kernel of a few TorchSharp operations, which is always there.</summary>
    public static AdamWKernel Managed { get; } = new ManagedAdamW();

    /// <summary>libtorch's fused kernel, or null where it cannot be reached or did not pass its check.</summary>
    public static AdamWKernel? Fused => FusedOrProblem.Value.Kernel;

    /// <summary>Why there is no fused kernel, or null.</summary>
    public static string? FusedProblem => FusedOrProblem.Value.Problem;

    /// <summary>The kernel of one pass for fp32 in the CPU's memory, or null where libtorch's threads cannot be reached or it did not pass its check.</summary>
    public static AdamWKernel? Vector => VectorOrProblem.Value.Kernel;

    /// <summary>Why there is no kernel of one pass, or null.</summary>
    public static string? VectorProblem => VectorOrProblem.Value.Problem;

    /// <summary>The kernel's name in messages and run states.</summary>
    public abstract string Name { get; }

    /// <summary>The fastest kernel for a segment that is there.</summary>
    public static AdamWKernel BestFor(AdamWSegment segment) => Vector is { } vector && vector.Takes(segment) ? vector : Fused ?? Managed;

    /// <summary>Whether the kernel can update the segment.</summary>
    public virtual bool Takes(AdamWSegment segment) => true;

    /// <summary>The L2 norm of all gradients together; NaN or infinite only where a gradient is, since one pass serves as the finite check too.</summary>
    public virtual double GradientNorm(IReadOnlyList<AdamWSegment> segments) => FlatGradients.Norm([.. segments.Select(segment => segment.Gradients)]);

    /// <summary>Counts the step, updates parameters and moments by the scaled gradients, and zeroes the gradients.</summary>
    public abstract void Update(AdamWSegment segment, in AdamWSettings settings);
}
