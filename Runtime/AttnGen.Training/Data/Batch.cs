using TorchSharp;

namespace AttnGen.Training;

/// <summary>Texts of one step as tensors, filled up to the longest of them.</summary>
/// <remarks>
/// The tensors belong to the batch and to no dispose scope. A batch that came from <see cref="TextBatches"/> is disposed when the next one
/// is asked for, or when the enumeration ends.
/// </remarks>
public sealed class Batch : IDisposable
{
    /// <summary>Takes the ownership of tensors.</summary>
    /// <param name="ids">int64 [batch, length].</param>
    /// <param name="mask">bool [batch, length].</param>
    /// <param name="labels">int64 [batch] (classes) or float32 [batch] (scores).</param>
    /// <param name="typeIds">int64 [batch, length], or null.</param>
    /// <param name="plan">Where the batch stands in the order of the data.</param>
    public Batch(torch.Tensor ids, torch.Tensor mask, torch.Tensor labels, torch.Tensor? typeIds, BatchPlan plan)
    {
        Ids = ids.DetachFromDisposeScope();
        Mask = mask.DetachFromDisposeScope();
        Labels = labels.DetachFromDisposeScope();
        TypeIds = typeIds?.DetachFromDisposeScope();
        Plan = plan;
    }

    /// <summary>Token ids, int64 [batch, length].</summary>
    public torch.Tensor Ids { get; }

    /// <summary>True at the tokens, false at the padding; bool [batch, length].</summary>
    public torch.Tensor Mask { get; }

    /// <summary>Segments, int64 [batch, length]; null where the data has none.</summary>
    public torch.Tensor? TypeIds { get; }

    /// <summary>Classes as int64 [batch], or scores as float32 [batch].</summary>
    public torch.Tensor Labels { get; }

    /// <summary>Which examples these are, and the place after them in the order of the data.</summary>
    public BatchPlan Plan { get; }

    /// <summary>The number of examples.</summary>
    public int Count => Plan.Indices.Length;

    /// <summary>Frees the tensors; a second time does nothing.</summary>
    public void Dispose()
    {
        Ids.Dispose();
        Mask.Dispose();
        Labels.Dispose();
        TypeIds?.Dispose();
    }
}
