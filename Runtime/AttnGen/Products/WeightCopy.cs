using TorchSharp;

namespace AttnGen.Products;

/// <summary>The copies of one weight, made when they are first used, and again where the weight was changed.</summary>
internal sealed class WeightCopy(WeightLayout layout) : IDisposable
{
    private readonly Lock gate = new();
    private WeightFingerprint? fingerprint;
    private torch.Tensor? forward;
    private torch.Tensor? backward;
    private bool isReleased;

    public WeightLayout Layout => layout;

    /// <summary>What stands in for the weight <c>[out, in]</c> in products, or null where the weight itself has to be taken.</summary>
    public torch.Tensor? Forward(torch.Tensor weight)
    {
        lock (gate)
        {
            if (fingerprint?.Holds(weight) != true)
            {
                Forget();
                fingerprint = isReleased ? null : WeightFingerprint.Of(weight);
            }

            return fingerprint is null ? null : forward ??= Arrange(weight);
        }
    }

    /// <summary>What stands in for <c>w^T</c> in products of gradients, or null where the weight itself has to be taken.</summary>
    /// <param name="weight">The weight <c>[out, in]</c>, as it was in the forward pass.</param>
    public torch.Tensor? Backward(torch.Tensor weight)
    {
        lock (gate)
        {
            if (!layout.IsForGradients || fingerprint is null)
            {
                return null;
            }

            using var transposed = weight.t();
            return backward ??= Arrange(transposed);
        }
    }

    /// <summary>Gives the memory back; whoever still multiplies takes the weight.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            isReleased = true;
            Forget();
        }
    }

    private torch.Tensor Arrange(torch.Tensor weight)
    {
        using var _ = torch.no_grad();
        var copy = layout.Arrange(weight);
        copy.DetachFromDisposeScope();
        return copy;
    }

    private void Forget()
    {
        forward?.Dispose();
        backward?.Dispose();
        (forward, backward, fingerprint) = (null, null, null);
    }
}
