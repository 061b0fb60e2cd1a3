using AttnGen.Autograd;
using TorchSharp;

namespace AttnGen.Products;

/// <summary><c>y = x w^T + bias</c> with a weight that is not trained: the gradient of the input is <c>gy w</c>, and there is no other.</summary>
internal sealed class FrozenLinearNode(LinearKernel kernel) : BackwardNode
{
    /// <summary>The product, recorded where the input needs a gradient.</summary>
    public static torch.Tensor Apply(LinearKernel kernel, torch.Tensor input, torch.Tensor weight, torch.Tensor? bias, bool isRecorded)
    {
        torch.Tensor output;
        using (torch.no_grad())
        {
            output = kernel.Product(input, weight, bias);
        }

        if (isRecorded)
        {
            new FrozenLinearNode(kernel).Record([input], new Span<torch.Tensor>(ref output), [weight]);
        }

        return output;
    }

    protected override void Backward(ReadOnlySpan<torch.Tensor?> outputs, Span<torch.Tensor?> inputs)
    {
        if (outputs[0] is { } gradient)
        {
            inputs[0] = kernel.Product(gradient, Saved(0).t(), null);
        }
    }
}
