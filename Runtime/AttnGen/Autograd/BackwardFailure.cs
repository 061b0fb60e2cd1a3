namespace AttnGen.Autograd;

/// <summary>
/// What went wrong inside a backward pass. An exception that crossed libtorch's frames would end the process: it is kept instead, by thread, and the pass goes on with NaN for
/// gradients, so that no session can take them for whole. On the CPU a pass runs on the thread that asked for it, whose next step, or next recorded product, throws what was kept.
/// </summary>
internal static class BackwardFailure
{
    [ThreadStatic]
    private static KeptFailure? own;

    private static KeptFailure? latest;

    /// <summary>Keeps the first failure of this thread that nobody was told of.</summary>
    public static void Keep(Exception failure)
    {
        if (own is null or { IsTold: true })
        {
            own = new KeptFailure(failure);
        }

        Volatile.Write(ref latest, own);
    }

    /// <summary>Forgets a failure on this thread that nobody asks about.</summary>
    public static void Forget() => Take();

    /// <summary>Throws what was kept on this thread, once, unless it was told already.</summary>
    /// <exception cref="TuningException">A backward pass failed since the last look.</exception>
    public static void Throw()
    {
        if (own is not null && Take() is { } failure)
        {
            throw new TuningException($"The last backward pass failed, so that its gradients are not whole: {failure.Message} Nothing was updated.", failure);
        }
    }

    /// <summary>The latest failure on any thread, once: on a GPU a pass runs on another thread than the step. It may be another session's.</summary>
    public static Exception? TakeLatest() => Interlocked.Exchange(ref latest, null)?.Tell();

    private static Exception? Take()
    {
        var failure = own;
        own = null;
        Interlocked.CompareExchange(ref latest, null, failure);
        return failure?.Tell();
    }
}
