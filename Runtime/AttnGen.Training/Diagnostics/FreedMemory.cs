namespace AttnGen.Training;

/// <summary>
/// Gives what a loop has freed back to the system where the process has grown. The resident set of a run comes to rest well above its tensors, or not at all: glibc before 2.38 seldom uses freed
/// blocks again for aligned ones. To give back at fixed steps would cost more than it saves: each page of it is taken anew by the next batches.
/// </summary>
/// <param name="resident">The resident set in bytes.</param>
/// <param name="release">Gives back what is free.</param>
internal sealed class FreedMemory(Func<long> resident, Action release)
{
    /// <summary>Seldom enough to cost nothing, often enough that what gathers between two looks stays small beside a batch's own.</summary>
    internal const int BatchesBetweenLooks = 16;

    /// <summary>How far the resident set may grow above what the batches between two looks bring it to.</summary>
    private const double Growth = 1.25;

    private int batches;
    private long usual;
    private bool isReleased = true;

    public FreedMemory()
        : this(() => Environment.WorkingSet, NativeAllocator.ReleaseFreeMemory)
    {
    }

    /// <summary>To be called after each batch, or step. Looks at each sixteenth; the first look, and the one after a release, say what is usual.</summary>
    public void LookNowAndThen()
    {
        if (++batches % BatchesBetweenLooks != 0)
        {
            return;
        }

        long now = resident();
        if (isReleased)
        {
            usual = Math.Max(usual, now);
            isReleased = false;
        }
        else if (now > Growth * usual)
        {
            release();
            isReleased = true;
        }
    }
}
