using System.Runtime.Intrinsics;
using AttnGen.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Optimization.Kernels;

/// <summary>
/// AdamW in one pass over fp32 buffers in the CPU's memory, by .NET's vector instructions on libtorch's threads: clipping, moments, parameters, a copy in
/// bf16 where the model has one, and the zeroing of the gradients. libtorch's fused kernel divides twice for each element, and this one once.
/// </summary>
internal sealed unsafe class VectorAdamW : AdamWKernel
{
    private VectorAdamW()
    {
    }

    public override string Name => "vector";

    /// <summary>The kernel, if the processor has the vectors, libtorch's threads can be reached and it computes what the managed one does; otherwise the reason.</summary>
    public static (VectorAdamW? Kernel, string? Problem) TryCreate()
    {
        // Shorter vectors are put together to these too, but then libtorch's kernel is the faster one.
        if (!Vector256.IsHardwareAccelerated)
        {
            return (null, "This processor has no vectors of 256 bits.");
        }

        try
        {
            var kernel = new VectorAdamW();
            return KernelCheck.Problem(kernel) is { } problem ? (null, problem) : (kernel, null);
        }
        catch (Exception problem) when (LibTorch.CannotServe(problem))
        {
            return (null, problem.Message);
        }
    }

    public override bool Takes(AdamWSegment segment) =>
        segment.Parameters.device_type == DeviceType.CPU && segment.Parameters.dtype == ScalarType.Float32 && segment.Copy?.dtype is null or ScalarType.BFloat16
        && segment.Parameters.numel() % VectorPass.Multiple == 0;

    public override double GradientNorm(IReadOnlyList<AdamWSegment> segments)
    {
        var squares = 0.0;
        for (var i = 0; i < segments.Count; i++)
        {
            squares += new VectorPass(segments[i]).SquaredNorm();
        }

        GC.KeepAlive(segments);
        return double.IsFinite(squares) ? Math.Sqrt(squares) : base.GradientNorm(segments);
    }

    public override void Update(AdamWSegment segment, in AdamWSettings settings)
    {
        var step = (float*)TensorAddress.Of(segment.Step);
        new VectorPass(segment).Update(new StepNumbers(settings, *step + 1));
        *step += 1;
        GC.KeepAlive(segment);
    }
}
