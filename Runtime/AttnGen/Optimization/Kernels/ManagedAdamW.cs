using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Optimization.Kernels;

/// <summary>AdamW by operations in place over the flat buffers; one buffer of the same length is allocated for each update, two beside a copy.</summary>
internal sealed class ManagedAdamW : AdamWKernel
{
    public override string Name => "managed";

    public override void Update(AdamWSegment segment, in AdamWSettings settings)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        segment.Step.add_(1);
        var step = segment.Step.item<float>();
        var correction1 = 1 - Math.Pow(settings.Beta1, step);
        var correction2 = 1 - Math.Pow(settings.Beta2, step);

        var gradients = segment.Copy is null ? segment.Gradients : segment.Gradients.to(segment.Parameters.dtype);
        if (settings.GradientScale != 1)
        {
            gradients.mul_(settings.GradientScale);
        }

        if (settings.WeightDecay != 0)
        {
            segment.Parameters.mul_(1 - (settings.LearningRate * settings.WeightDecay));
        }

        segment.FirstMoment.mul_(settings.Beta1).add_(gradients, 1 - settings.Beta1);
        segment.SecondMoment.mul_(settings.Beta2).addcmul_(gradients, gradients, 1 - settings.Beta2);
        var denominator = segment.SecondMoment.sqrt().div_(Math.Sqrt(correction2)).add_(settings.Epsilon);
        segment.Parameters.addcdiv_(segment.FirstMoment, denominator, -settings.LearningRate / correction1);
        segment.Copy?.copy_(segment.Parameters);
        segment.Gradients.zero_();
    }
}
