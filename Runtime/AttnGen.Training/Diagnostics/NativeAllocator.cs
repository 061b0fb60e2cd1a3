using System.Runtime.InteropServices;

namespace AttnGen.Training;

/// <summary>
/// Keeps a process's memory near what its tensors take. libtorch asks for aligned blocks, and glibc before 2.38 seldom reuses freed ones for those: the
/// resident set of a run grows step by step to several times its tensors, although nothing leaks.
/// </summary>
public static partial class NativeAllocator
{
    /// <summary>Seldom enough to cost nothing, often enough that the memory between two calls stays small beside a batch's own.</summary>
    private const int BatchesBetweenReleases = 16;

    /// <summary>
    /// Gives freed memory back to the system, for the whole process; some tens of milliseconds. The <see cref="TrainingLoop"/> calls it now and then; a loop of one's own may.
    /// Does nothing on systems without glibc.
    /// </summary>
    public static void ReleaseFreeMemory()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            _ = malloc_trim(0);
        }
        catch (EntryPointNotFoundException)
        {
            // musl has no such function, and not this behaviour either.
        }
    }

    /// <summary>Releases at each sixteenth batch.</summary>
    internal static void ReleaseNowAndThen(long batch)
    {
        if (batch % BatchesBetweenReleases == 0)
        {
            ReleaseFreeMemory();
        }
    }

    [LibraryImport("libc")]
    private static partial int malloc_trim(nuint keep);
}
