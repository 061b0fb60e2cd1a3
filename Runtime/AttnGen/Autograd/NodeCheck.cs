using AttnGen.Native;
using TorchSharp;

namespace AttnGen.Autograd;

/// <summary>Whether nodes of AttnGen's own work with this libtorch: a small one is recorded and run.</summary>
internal static class NodeCheck
{
    private static readonly Lazy<bool> Result = new(Run);

    /// <summary>Looked at where a node would be recorded; without it, libtorch's own operations are used.</summary>
    public static bool Works => Result.Value;

    /// <summary>Looks, whatever device and element type the program has for its tensors by default.</summary>
    internal static bool Run()
    {
        try
        {
            using var scope = torch.NewDisposeScope();
            using var recording = torch.enable_grad();
            using Scalar two = 2, three = 3, six = 6;
            var input = torch.ones(3, dtype: torch.ScalarType.Float32, device: torch.CPU, requires_grad: true);
            torch.Tensor output;
            using (torch.no_grad())
            {
                output = input.mul(two);
            }

            new Doubling().Record([input], new Span<torch.Tensor>(ref output), [input]);
            var gradient = torch.autograd.grad([output.mul(three).sum()], [input])[0];
            return gradient.sub(six).abs().max().item<float>() == 0;
        }
        catch (Exception problem) when (LibTorch.CannotServe(problem))
        {
            return false;
        }
        finally
        {
            // What fails here has fallen back to libtorch's own operations, and is nobody's failure.
            BackwardFailure.Forget();
        }
    }

    private sealed class Doubling : BackwardNode
    {
        protected override void Backward(ReadOnlySpan<torch.Tensor?> outputs, Span<torch.Tensor?> inputs)
        {
            using Scalar two = 2;
            inputs[0] = outputs[0]!.mul(Saved(0)).mul(two);
        }
    }
}
