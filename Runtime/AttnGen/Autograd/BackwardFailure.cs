using System.Collections.Concurrent;

namespace AttnGen.Autograd;

/// <summary>
/// What went wrong inside a backward pass. An exception that crossed libtorch's frames would end the process: it is kept instead, by thread, and the pass goes on with NaN for
/// gradients, so that no session can take them for whole. On the CPU a pass runs on the thread that asked for it, whose next step, or next recorded product, throws what was kept.
/// </summary>
internal static class BackwardFailure
{
    private static readonly ConcurrentDictionary<int, Exception> Kept = new();
    private static volatile bool any;

    /// <summary>Keeps the first failure of this thread.</summary>
    public static void Keep(Exception failure)
    {
        Kept.TryAdd(Environment.CurrentManagedThreadId, failure);
        any = true;
    }

    /// <summary>Forgets a failure on this thread that nobody asks about.</summary>
    public static void Forget() => Kept.TryRemove(Environment.CurrentManagedThreadId, out _);

    /// <summary>Forgets all, so that none is taken for the reason of something that happens later.</summary>
    public static void ForgetAll() => Kept.Clear();

    /// <summary>Throws what was kept on this thread, once.</summary>
    /// <exception cref="TuningException">A backward pass failed since the last look.</exception>
    public static void Throw()
    {
        if (any && Kept.TryRemove(Environment.CurrentManagedThreadId, out var failure))
        {
            throw Of(failure);
        }
    }

    /// <summary>Throws what was kept on any thread, this one's first: on a GPU a pass runs on another than the step. For a session whose own gradients are not finite.</summary>
    /// <exception cref="TuningException">A backward pass failed.</exception>
    public static void ThrowOfAny()
    {
        Throw();
        if (any && Kept.Keys.FirstOrDefault() is not 0 and var thread && Kept.TryRemove(thread, out var failure))
        {
            throw Of(failure);
        }
    }

    private static TuningException Of(Exception failure) => new($"The last backward pass failed, so that its gradients are not whole: {failure.Message} Nothing was updated.", failure);
}
