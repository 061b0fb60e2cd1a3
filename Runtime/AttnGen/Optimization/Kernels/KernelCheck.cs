using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Optimization.Kernels;

/// <summary>Whether a kernel computes, on this machine, what the managed one does.</summary>
internal static class KernelCheck
{
    private const double Tolerance = 1e-6;
    private const long Length = 2 * VectorPass.Multiple;

    /// <summary>Says by how much the kernel is wrong, or null.</summary>
    public static string? Problem(AdamWKernel kernel)
    {
        var difference = DifferenceFromManaged(kernel);
        return difference < Tolerance ? null : FormattableString.Invariant($"The {kernel.Name} kernel differs from AdamW's formula by {difference}.");
    }

    private static double DifferenceFromManaged(AdamWKernel kernel)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var (one, other) = (Segment(), Segment());
        var settings = new AdamWSettings(0.01, 0.9, 0.99, 1e-8, 0.1, GradientScale: 0.5);
        for (var step = 0; step < 2; step++)
        {
            kernel.Update(one, settings);
            AdamWKernel.Managed.Update(other, settings);
            foreach (var segment in new[] { one, other })
            {
                segment.Gradients.copy_(segment.Parameters);
            }
        }

        return one.Parameters.sub(other.Parameters).abs().max().item<float>();
    }

    private static AdamWSegment Segment()
    {
        using Scalar share = 0.3;
        // Whatever device and element type the program has for its tensors by default.
        var values = linspace(-1, 1, Length, dtype: ScalarType.Float32, device: CPU);
        return new AdamWSegment(values.clone(), values.neg().mul_(share), zeros_like(values), zeros_like(values), zeros([], dtype: ScalarType.Float32, device: CPU));
    }
}
