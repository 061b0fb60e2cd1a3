using TorchSharp;

namespace AttnGen.Training;

/// <summary>How examples become batches.</summary>
public sealed record BatchOptions
{
    /// <summary>Examples in a batch; the last of an epoch may have fewer. 16 by default.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>Chooses the order of the examples. 0 by default.</summary>
    public long Seed { get; init; }

    /// <summary>Whether each epoch has an order of its own; without it, and with <see cref="WindowBatches"/> 0, the order is that of the data. True by default.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>
    /// Among how many batches' worth of shuffled examples those of similar length are put together. More save padding, fewer mix better;
    /// 0 puts nothing together. 50 by default.
    /// </summary>
    public int WindowBatches { get; init; } = 50;

    /// <summary>Whether examples that do not fill a last batch are left out of an epoch. False by default.</summary>
    public bool DropLast { get; init; }

    /// <summary>The id that fills a text up to its batch's longest; the mask is 0 there. 0 by default, as in BERT.</summary>
    public int PadId { get; init; }

    /// <summary>How many batches are made ahead of their use, on another thread; 0 makes each when it is asked for. 2 by default.</summary>
    public int Prefetch { get; init; } = 2;

    /// <summary>Where the batches' tensors are; null is the CPU.</summary>
    public torch.Device? Device { get; init; }

    /// <summary>Options for evaluation: a fixed order that wastes the least padding.</summary>
    /// <param name="batchSize">Examples in a batch.</param>
    public static BatchOptions ForEvaluation(int batchSize = 64) => new() { BatchSize = batchSize, Shuffle = false, WindowBatches = int.MaxValue };
}
