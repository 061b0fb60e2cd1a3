using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Optimization.Kernels;

/// <summary>The global L2 norm of flat gradients by libtorch's operations, of any element type and on any device.</summary>
internal static class FlatGradients
{
    /// <summary>The norm over all buffers; NaN or infinite only where a gradient is, since one pass serves as the finite check too.</summary>
    public static double Norm(IReadOnlyList<Tensor> gradients)
    {
        var norm = Combine(gradients, ScalarType.Float32);
        // Squares of large finite fp32 values overflow; fp64 tells them from true infinities.
        return double.IsFinite(norm) ? norm : Combine(gradients, ScalarType.Float64);
    }

    private static double Combine(IReadOnlyList<Tensor> gradients, ScalarType atLeast)
    {
        if (gradients.Count == 0)
        {
            return 0;
        }

        using var _ = no_grad();
        using var scope = NewDisposeScope();
        // One number is waited for, however many buffers there are: on a GPU each wait would stop the queue.
        var norms = gradients.Select(each => each.to(each.dtype == ScalarType.Float64 ? ScalarType.Float64 : atLeast).norm().to(ScalarType.Float64, gradients[0].device));
        return stack(norms).norm().item<double>();
    }
}
