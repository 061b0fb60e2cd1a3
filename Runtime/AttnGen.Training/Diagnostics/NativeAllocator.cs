using System.Runtime.InteropServices;

namespace AttnGen.Training;

/// <summary>
/// Keeps a process's memory near what its tensors take. glibc raises the size from which it maps blocks by themselves as soon as one is freed, and puts
/// later ones, up to 32 MB each, into a heap that batches of different lengths fragment: the resident set of a run then grows to several times its tensors.
/// </summary>
public static partial class NativeAllocator
{
    private const int MapThreshold = -3;
    private const int OneMebibyte = 1 << 20;

    /// <summary>
    /// Makes blocks of 1 MiB and more go back to the system when they are freed, for the whole process. On systems without glibc nothing is done.
    /// </summary>
    /// <returns>Whether the allocator took the setting.</returns>
    public static bool ReturnLargeBlocks()
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        try
        {
            return mallopt(MapThreshold, OneMebibyte) == 1;
        }
        catch (EntryPointNotFoundException)
        {
            // musl has no such setting, and not this behaviour either.
            return false;
        }
    }

    [LibraryImport("libc")]
    private static partial int mallopt(int parameter, int value);
}
