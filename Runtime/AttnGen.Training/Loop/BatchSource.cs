namespace AttnGen.Training;

/// <summary>The batches of an epoch from a place on, and how long was waited for them. They are ordered and begun when the first is asked for.</summary>
internal sealed class BatchSource(TextBatches batches, SamplerState from, TimeProvider time) : IDisposable
{
    private IReadOnlyList<BatchPlan>? plans;
    private IEnumerator<Batch>? source;
    private int planned;

    /// <summary>The seconds that were waited so far: for the order, and for batches that were not made when they were asked for.</summary>
    public double Waited { get; private set; }

    /// <summary>Which examples the next batches have; fewer than asked for at the end of the epoch.</summary>
    public BatchPlan[] Plan(int count)
    {
        if (plans is null)
        {
            long began = time.GetTimestamp();
            plans = batches.Sampler.Remaining(from);
            source = batches.Of(plans).GetEnumerator();
            Waited += time.GetElapsedTime(began).TotalSeconds;
        }

        BatchPlan[] next = [.. plans.Skip(planned).Take(count)];
        planned += next.Length;
        return next;
    }

    /// <summary>The next batch that was planned; the one before is disposed.</summary>
    public Batch Next()
    {
        long began = time.GetTimestamp();
        source!.MoveNext();
        Waited += time.GetElapsedTime(began).TotalSeconds;
        return source.Current;
    }

    public void Dispose() => source?.Dispose();
}
