using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Optimization.Kernels;

/// <summary>The global L2 norm of flat gradients, and their scaling.</summary>
internal static class GradientNorm
{
    /// <summary>The norm over all buffers; NaN or infinite only where a gradient is, since one pass serves as the finite check too.</summary>
    public static double Compute(IReadOnlyList<Tensor> flatGradients)
    {
        var norm = Combine(flatGradients, ScalarType.Float32);
        // Squares of large finite fp32 values overflow; fp64 tells them from true infinities.
        return double.IsFinite(norm) ? norm : Combine(flatGradients, ScalarType.Float64);
    }

    /// <summary>Multiplies every gradient.</summary>
    public static void Scale(IReadOnlyList<Tensor> flatGradients, double factor)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        foreach (var gradients in flatGradients)
        {
            gradients.mul_(factor);
        }
    }

    private static double Combine(IReadOnlyList<Tensor> flatGradients, ScalarType atLeast)
    {
        using var _ = no_grad();
        var squares = 0.0;
        foreach (var gradients in flatGradients)
        {
            using var scope = NewDisposeScope();
            var wide = gradients.dtype == ScalarType.Float64 ? ScalarType.Float64 : atLeast;
            var norm = linalg.vector_norm(gradients.to(wide), 2).to(ScalarType.Float64).item<double>();
            squares += norm * norm;
        }

        return Math.Sqrt(squares);
    }
}
