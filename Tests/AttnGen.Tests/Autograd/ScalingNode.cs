using AttnGen.Autograd;
using TorchSharp;

namespace AttnGen.Tests.Autograd;

/// <summary>Two outputs, <c>2 x y</c> and <c>3 x</c>, whose backward pass can be made to fail.</summary>
internal sealed class ScalingNode(Exception? failure = null) : BackwardNode
{
    public static (torch.Tensor First, torch.Tensor Second) Apply(torch.Tensor x, torch.Tensor y, Exception? failure = null)
    {
        torch.Tensor[] outputs;
        using (torch.no_grad())
        {
            outputs = [x.mul(y).mul(2), x.mul(3)];
        }

        new ScalingNode(failure).Record([x, y], outputs, [x, y]);
        return (outputs[0], outputs[1]);
    }

    protected override void Backward(ReadOnlySpan<torch.Tensor?> outputs, Span<torch.Tensor?> inputs)
    {
        if (failure is not null)
        {
            throw failure;
        }

        var (x, y) = (Saved(0), Saved(1));
        var first = outputs[0]?.mul(y).mul(2);
        var second = outputs[1]?.mul(3);
        inputs[0] = first is null ? second : second is null ? first : first + second;
        inputs[1] = outputs[0]?.mul(x).mul(2);
    }
}
