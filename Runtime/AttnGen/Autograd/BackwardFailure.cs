namespace AttnGen.Autograd;

/// <summary>
/// What went wrong inside a backward pass. An exception that crossed libtorch's frames would end the process: it is kept instead, the pass goes on with the
/// gradients there are, and the next step, or the next recorded product, throws it.
/// </summary>
internal static class BackwardFailure
{
    private static Exception? kept;

    /// <summary>Keeps the first failure.</summary>
    public static void Keep(Exception failure) => Interlocked.CompareExchange(ref kept, failure, null);

    /// <summary>Forgets a failure of a pass that nobody asks about any more.</summary>
    public static void Forget() => Interlocked.Exchange(ref kept, null);

    /// <summary>Throws what was kept, once.</summary>
    /// <exception cref="TuningException">A backward pass failed since the last look.</exception>
    public static void Throw()
    {
        if (Volatile.Read(ref kept) is not null && Interlocked.Exchange(ref kept, null) is { } failure)
        {
            throw new TuningException($"The last backward pass failed, so that its gradients are not whole: {failure.Message} Nothing was updated.", failure);
        }
    }
}
