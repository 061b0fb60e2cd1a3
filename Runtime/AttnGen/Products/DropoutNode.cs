using AttnGen.Autograd;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Products;

/// <summary>Dropout of an adapter's input where it is an operation of its own: the gradient loses the elements that the input lost.</summary>
internal sealed class DropoutNode(DropoutMask mask) : BackwardNode
{
    /// <summary>The input with dropped elements zero, recorded where it needs a gradient, and what makes up for them, which the caller multiplies by.</summary>
    /// <param name="input">In any shape.</param>
    /// <param name="rate">The probability of dropping an element, in [0, 1).</param>
    public static (Tensor Dropped, double Factor) Apply(Tensor input, double rate)
    {
        var isRecorded = is_grad_enabled() && input.requires_grad;
        if (!DropoutMask.Takes(input) || FrozenProducts.Kernel == ProductKernel.Standard || (isRecorded && !NodeCheck.Works))
        {
            return (nn.functional.dropout(input, rate, training: true), 1);
        }

        var mask = DropoutMask.Draw(rate);
        var dropped = mask.Keep(input);
        if (isRecorded)
        {
            new DropoutNode(mask).Record([input], new Span<Tensor>(ref dropped), []);
        }

        return (dropped, mask.Factor);
    }

    protected override void Backward(ReadOnlySpan<Tensor?> outputs, Span<Tensor?> inputs) => inputs[0] = outputs[0] is { } gradient ? mask.Keep(gradient) : null;
}
