using AttnGen.Autograd;
using TorchSharp;

namespace AttnGen.Products;

/// <summary><c>y = x w^T + bias</c> with a weight that is not trained: the gradient of the input is <c>gy w</c>, and there is no other.</summary>
internal sealed class FrozenLinearNode(FrozenWeight weight) : BackwardNode
{
    /// <summary>The product, recorded where the input needs a gradient.</summary>
    public static torch.Tensor Apply(FrozenWeight weight, torch.Tensor input, torch.Tensor? bias, bool isRecorded)
    {
        torch.Tensor output;
        using (torch.no_grad())
        {
            output = weight.Product(input, bias);
        }

        if (isRecorded)
        {
            new FrozenLinearNode(weight).Record([input], new Span<torch.Tensor>(ref output), [weight.Weight]);
        }

        return output;
    }

    protected override void Backward(ReadOnlySpan<torch.Tensor?> outputs, Span<torch.Tensor?> inputs)
    {
        if (outputs[0] is { } gradient)
        {
            inputs[0] = weight.Gradient(gradient, Saved(0), null);
        }
    }
}
