using TorchSharp;

namespace AttnGen.Training;

/// <summary>How examples become batches.</summary>
public sealed record BatchOptions
{
    private const int DefaultBatchSize = 16;

    /// <summary>
    /// Examples in a batch; the last of an epoch may have fewer. With a <see cref="TokenBudget"/>, the most examples in a batch. Null, the default, is 16 without a
    /// budget, and with one as many as it holds.
    /// </summary>
    public int? BatchSize { get; init; }

    /// <summary>
    /// The most tokens of a batch, padding counted: its examples times its longest. Batches of short texts then have more examples than those of long ones, and all
    /// take about the same time and memory. A text that is longer than the budget is refused. Null, the default, makes batches of <see cref="BatchSize"/>.
    /// </summary>
    /// <remarks>
    /// <para>Each epoch has the same number of batches, of the same shapes: the seed draws the shapes once, and each epoch fills them anew, where texts of equal length
    /// take each other's places.</para>
    /// <para>A loss that is the mean of its batch gives an example one part in its batch's number of examples, so that over an epoch one among few long texts counts for
    /// more than one among many short ones. Where all are to count the same, multiply the loss by <see cref="Batch.Count"/> and divide it by a constant.</para>
    /// </remarks>
    public int? TokenBudget { get; init; }

    /// <summary>
    /// Batches are filled up to a multiple of this many tokens, for kernels that are faster on such lengths (8 on a GPU with half precision); the
    /// longest input of the model should be one. 1, the default, fills up no further than the longest.
    /// </summary>
    public int PadToMultipleOf { get; init; } = 1;

    /// <summary>Chooses the order of the examples. 0 by default.</summary>
    public long Seed { get; init; }

    /// <summary>Whether each epoch has an order of its own; without it, and with <see cref="WindowBatches"/> 0, the order is that of the data. True by default.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>
    /// Among how many batches' worth of shuffled examples those of similar length are put together. More save padding, fewer mix better;
    /// 0 puts nothing together. 50 by default.
    /// </summary>
    public int WindowBatches { get; init; } = 50;

    /// <summary>
    /// Whether examples that do not fill a last batch are left out of an epoch: others each time where they are shuffled, with a <see cref="TokenBudget"/> others of the
    /// same lengths. False by default.
    /// </summary>
    public bool DropLast { get; init; }

    /// <summary>The id that fills a text up to its batch's longest; the mask is 0 there. 0 by default, as in BERT.</summary>
    public int PadId { get; init; }

    /// <summary>How many batches are made ahead of their use, on another thread; 0 makes each when it is asked for. 2 by default.</summary>
    public int Prefetch { get; init; } = 2;

    /// <summary>Where the batches' tensors are; null is the CPU. For a CUDA GPU they are made in pinned memory and copied without waiting for the copy.</summary>
    public torch.Device? Device { get; init; }

    /// <summary>Options for evaluation: a fixed order that wastes the least padding.</summary>
    /// <param name="batchSize">Examples in a batch; with a <see cref="TokenBudget"/>, the most of them.</param>
    public static BatchOptions ForEvaluation(int batchSize = 64) => new() { BatchSize = batchSize, Shuffle = false, WindowBatches = int.MaxValue };

    /// <summary>The number of examples of a batch without a budget.</summary>
    internal int FixedSize => BatchSize ?? DefaultBatchSize;

    /// <summary>The length that a batch with a longest text of <paramref name="length"/> tokens is filled up to.</summary>
    internal long Padded(int length) => ((long)length + PadToMultipleOf - 1) / PadToMultipleOf * PadToMultipleOf;

    internal void Check()
    {
        if (BatchSize is { } size)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size, nameof(BatchSize));
        }

        if (TokenBudget is { } budget)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(budget, nameof(TokenBudget));
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(PadToMultipleOf, nameof(PadToMultipleOf));
        ArgumentOutOfRangeException.ThrowIfNegative(WindowBatches, nameof(WindowBatches));
        ArgumentOutOfRangeException.ThrowIfNegative(PadId, nameof(PadId));
        ArgumentOutOfRangeException.ThrowIfNegative(Prefetch, nameof(Prefetch));
    }
}
