namespace AttnGen.Optimization.Kernels;

/// <summary>
/// AdamW (Loshchilov and Hutter 2019, algorithm 2; PyTorch's form): <c>p *= 1 - lr wd</c>, then <c>p -= lr m' / (sqrt(v') + eps)</c> with the
/// bias-corrected moments m' and v'. In place, without autograd.
/// </summary>
internal abstract class AdamWKernel
{
    private static readonly Lazy<(FusedAdamW? Kernel, string? Problem)> FusedOrProblem = new(FusedAdamW.TryCreate);

    /// <summary>The kernel of a few TorchSharp operations, which is always there.</summary>
    public static AdamWKernel Managed { get; } = new ManagedAdamW();

    /// <summary>libtorch's fused kernel, or null where it cannot be reached or did not pass its check.</summary>
    public static AdamWKernel? Fused => FusedOrProblem.Value.Kernel;

    /// <summary>Why there is no fused kernel, or null.</summary>
    public static string? FusedProblem => FusedOrProblem.Value.Problem;

    /// <summary>The fused kernel where there is one.</summary>
    public static AdamWKernel Best => Fused ?? Managed;

    /// <summary>The kernel's name in messages and run states.</summary>
    public abstract string Name { get; }

    /// <summary>Counts the step and updates parameters and moments.</summary>
    public abstract void Update(AdamWSegment segment, in AdamWSettings settings);
}
