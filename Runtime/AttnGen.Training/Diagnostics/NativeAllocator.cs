using System.Runtime.InteropServices;

namespace AttnGen.Training;

/// <summary>
/// Keeps a process's memory near what its tensors take, and used again within a step. libtorch asks for aligned blocks, and glibc before 2.38 seldom reuses freed ones for
/// those: the resident set of a run grows step by step to several times its tensors, although nothing leaks.
/// </summary>
public static partial class NativeAllocator
{
    private const int TrimThreshold = -1;
    private const int TopPad = -2;
    private const int MapThreshold = -3;

    /// <summary>The highest threshold that glibc comes to by itself.</summary>
    private const int OwnMapThreshold = 32 << 20;
    private const int OwnTrimThreshold = 2 * OwnMapThreshold;
    private const int OwnTopPad = 128 << 10;

    /// <summary>Blocks up to this size are kept, and as much of what is free beside them.</summary>
    private const int KeptBytes = 1 << 30;

    /// <summary>The size of the pieces that the memory of a thread other than the main one comes in: with as much to spare, none is given back as soon as it is empty.</summary>
    private const int ThreadHeap = 64 << 20;

    private static readonly Lock Keeping = new();
    private static int keepers;

    /// <summary>
    /// Gives freed memory back to the system, for the whole process; some tens of milliseconds. The <see cref="TrainingLoop"/> calls it where the process has grown; a loop of one's own may.
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

    /// <summary>
    /// Lets the process keep what it frees until it is disposed: glibc gives larger blocks back to the system at once, and a step that takes them anew waits for empty pages, which a virtual
    /// machine can be slow to give. Nested and simultaneous ones are counted; the last one that is disposed releases what is free. The <see cref="TrainingLoop"/> does it
    /// while it runs, and <see cref="Evaluation"/> where it has more than a few batches; a loop of one's own may.
    /// </summary>
    /// <remarks>Does nothing on systems without glibc, and where the environment has settings for its <c>malloc</c> (<c>MALLOC_TRIM_THRESHOLD_</c>, <c>MALLOC_MMAP_THRESHOLD_</c>, <c>GLIBC_TUNABLES</c>).</remarks>
    /// <returns>What ends it.</returns>
    public static IDisposable KeepFreedMemory() => new Keeper();

    /// <summary>Whether freed memory is kept.</summary>
    internal static bool IsKeeping => Volatile.Read(ref keepers) > 0;

    /// <summary>Whether who started the process has chosen how its <c>malloc</c> does.</summary>
    internal static bool IsSetByTheEnvironment { get; } =
        new[] { "MALLOC_TRIM_THRESHOLD_", "MALLOC_MMAP_THRESHOLD_" }.Any(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 })
        || Environment.GetEnvironmentVariable("GLIBC_TUNABLES")?.Contains("glibc.malloc.", StringComparison.Ordinal) == true;

    [LibraryImport("libc")]
    private static partial int malloc_trim(nuint keep);

    [LibraryImport("libc")]
    private static partial int mallopt(int parameter, int value);

    /// <summary>Sets all three: glibc adapts none any more once one was set.</summary>
    private static void Set(int map, int trim, int pad)
    {
        if (!OperatingSystem.IsLinux() || IsSetByTheEnvironment)
        {
            return;
        }

        try
        {
            // One that refuses it may take its own highest.
            if (mallopt(MapThreshold, map) == 0)
            {
                _ = mallopt(MapThreshold, OwnMapThreshold);
            }

            _ = mallopt(TrimThreshold, trim);
            _ = mallopt(TopPad, pad);
        }
        catch (EntryPointNotFoundException)
        {
            // musl has none.
        }
    }

    private sealed class Keeper : IDisposable
    {
        private bool isDisposed;

        public Keeper()
        {
            lock (Keeping)
            {
                if (keepers++ == 0)
                {
                    Set(KeptBytes, KeptBytes, ThreadHeap);
                }
            }
        }

        public void Dispose()
        {
            lock (Keeping)
            {
                if (isDisposed)
                {
                    return;
                }

                isDisposed = true;
                if (--keepers > 0)
                {
                    return;
                }

                Set(OwnMapThreshold, OwnTrimThreshold, OwnTopPad);
            }

            ReleaseFreeMemory();
        }
    }
}
