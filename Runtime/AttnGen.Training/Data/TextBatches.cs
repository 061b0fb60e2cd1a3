namespace AttnGen.Training;

/// <summary>A data set as batches: in a seeded order, by length, filled up to each batch's longest, made ahead of their use.</summary>
/// <example><code>
/// foreach (Batch batch in batches.Epoch(epoch))
/// {
///     using var scope = torch.NewDisposeScope();
///     criterion.call(model.call(batch.Ids, batch.Mask), batch.Labels).backward();
///     tuning.Step();
/// }
/// </code></example>
public sealed class TextBatches
{
    private readonly BatchCollator collator;

    /// <summary>Makes batches of a data set.</summary>
    /// <param name="data">The examples.</param>
    /// <param name="options">The batch size, the order and the rest; <c>new()</c> is batches of 16, shuffled.</param>
    /// <exception cref="ArgumentException">The options are out of range or leave no batch.</exception>
    public TextBatches(TextDataset data, BatchOptions options)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        Data = data;
        Options = options;
        Sampler = new BatchSampler(data.Select(example => example.Length), options, data.Name);
        collator = new BatchCollator(data, options);
    }

    /// <summary>The examples.</summary>
    public TextDataset Data { get; }

    /// <summary>How they become batches.</summary>
    public BatchOptions Options { get; }

    /// <summary>The order of the batches.</summary>
    public BatchSampler Sampler { get; }

    /// <summary>The number of batches of every epoch.</summary>
    public int BatchesPerEpoch => Sampler.BatchesPerEpoch;

    /// <summary>The batches of an epoch. Each is disposed when the next is asked for.</summary>
    /// <param name="epoch">Counted from 0; with <see cref="BatchOptions.Shuffle"/> each has an order of its own.</param>
    /// <param name="cancellation">Stops the enumeration with an <see cref="OperationCanceledException"/>.</param>
    public IEnumerable<Batch> Epoch(int epoch, CancellationToken cancellation = default) => From(Sampler.StartOf(epoch), cancellation);

    /// <summary>The batches from a place to the end of its epoch. Each is disposed when the next is asked for.</summary>
    /// <param name="state">The place: <see cref="BatchPlan.Next"/> of the last batch that was used.</param>
    /// <param name="cancellation">Stops the enumeration with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">The state belongs to other data, options or another seed.</exception>
    public IEnumerable<Batch> From(SamplerState state, CancellationToken cancellation = default) => Of(Sampler.Remaining(state), cancellation);

    /// <summary>The batches of plans that the sampler made.</summary>
    internal IEnumerable<Batch> Of(IReadOnlyList<BatchPlan> plans, CancellationToken cancellation = default)
    {
        foreach (Batch batch in Prefetcher.Run(plans, collator.Collate, Options.Prefetch, cancellation))
        {
            using (batch)
            {
                yield return batch;
            }
        }
    }
}
