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
        using Scalar one = 1;
        segment.Step.add_(one, one);
        var step = segment.Step.item<float>();
        var correction1 = 1 - Math.Pow(settings.Beta1, step);
        var correction2 = 1 - Math.Pow(settings.Beta2, step);

        var gradients = segment.Copy is null ? segment.Gradients : segment.Gradients.to(segment.Parameters.dtype);
        if (settings.GradientScale != 1)
        {
            using Scalar scale = settings.GradientScale;
            gradients.mul_(scale);
        }

        if (settings.WeightDecay != 0)
        {
            using Scalar decay = 1 - (settings.LearningRate * settings.WeightDecay);
            segment.Parameters.mul_(decay);
        }

        using Scalar kept1 = settings.Beta1, added1 = 1 - settings.Beta1, kept2 = settings.Beta2, added2 = 1 - settings.Beta2;
        segment.FirstMoment.mul_(kept1).add_(gradients, added1);
        segment.SecondMoment.mul_(kept2).addcmul_(gradients, gradients, added2);
        using Scalar root = Math.Sqrt(correction2), epsilon = settings.Epsilon, change = -settings.LearningRate / correction1;
        var denominator = segment.SecondMoment.sqrt().div_(root).add_(epsilon, one);
        segment.Parameters.addcdiv_(segment.FirstMoment, denominator, change);
        segment.Copy?.copy_(segment.Parameters);
        segment.Gradients.zero_();
    }
}
