using AttnGen.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Optimization.Kernels;

/// <summary>AdamW by <c>aten::_fused_adamw_</c>: one pass over parameters, gradients and moments.</summary>
internal sealed class FusedAdamW : AdamWKernel
{
    private FusedAdamW()
    {
    }

    public override string Name => "fused";

    /// <summary>The kernel, if this libtorch has it and it computes what the managed one does; otherwise the reason.</summary>
    public static (FusedAdamW? Kernel, string? Problem) TryCreate()
    {
        try
        {
            var kernel = new FusedAdamW();
            return KernelCheck.Problem(kernel) is { } problem ? (null, problem) : (kernel, null);
        }
        catch (Exception problem) when (LibTorch.CannotServe(problem))
        {
            return (null, problem.Message);
        }
    }

    public override void Update(AdamWSegment segment, in AdamWSettings settings)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        // In the master's precision: half of it would round small ones to zero.
        var gradients = segment.Copy is null ? segment.Gradients : segment.Gradients.to(segment.Parameters.dtype);
        // The kernel takes a scale of the gradients as a tensor only, and divides by it: a pass more than this costs where it clips.
        if (settings.GradientScale != 1)
        {
            using Scalar scale = settings.GradientScale;
            gradients.mul_(scale);
        }

        Run(segment, gradients, settings);
        segment.Copy?.copy_(segment.Parameters);
        segment.Gradients.zero_();
    }

    /// <summary>One call of the operator, which counts the step and leaves the gradients as they are.</summary>
    internal static unsafe void Run(AdamWSegment segment, Tensor gradients, in AdamWSettings settings)
    {
        Span<TensorListHandle> lists = stackalloc TensorListHandle[6];
        try
        {
            lists[0] = TensorListHandle.Of([segment.Parameters]);
            lists[1] = TensorListHandle.Of([gradients]);
            lists[2] = TensorListHandle.Of([segment.FirstMoment]);
            lists[3] = TensorListHandle.Of([segment.SecondMoment]);
            lists[4] = TensorListHandle.Of([]);
            lists[5] = TensorListHandle.Of([segment.Step]);
        }
        catch
        {
            foreach (ref var list in lists)
            {
                list.Release();
            }

            throw;
        }

        // _fused_adamw_(self, grads, exp_avgs, exp_avg_sqs, max_exp_avg_sqs, state_steps, *, lr, beta1, beta2, weight_decay, eps,
        //               amsgrad, maximize, grad_scale, found_inf)
        const int arguments = 15;
        var stack = stackalloc ulong[arguments];
        for (var i = 0; i < lists.Length; i++)
        {
            stack[i] = lists[i].Give();
        }

        stack[6] = BitConverter.DoubleToUInt64Bits(settings.LearningRate);
        stack[7] = BitConverter.DoubleToUInt64Bits(settings.Beta1);
        stack[8] = BitConverter.DoubleToUInt64Bits(settings.Beta2);
        stack[9] = BitConverter.DoubleToUInt64Bits(settings.WeightDecay);
        stack[10] = BitConverter.DoubleToUInt64Bits(settings.Epsilon);
        for (var i = 11; i < arguments; i++)
        {
            stack[i] = 0;
        }

        using Scalar one = 1;
        segment.Step.add_(one, one);
        var code = LibTorch.torch_call_dispatcher("aten::_fused_adamw_", "", stack, LibTorch.Version);
        GC.KeepAlive(segment);
        GC.KeepAlive(gradients);
        if (code != 0)
        {
            // The operator checks before it writes: nothing was updated, so nothing is counted.
            segment.Step.sub_(one);
            LibTorch.Check(code, "aten::_fused_adamw_");
        }
    }
}
