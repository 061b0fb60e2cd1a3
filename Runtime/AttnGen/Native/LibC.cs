using System.Runtime.InteropServices;

namespace AttnGen.Native;

/// <summary>What is called of the C library.</summary>
internal static unsafe partial class LibC
{
    /// <summary>Changes which signals the calling thread takes.</summary>
    /// <param name="how">What is done with the set.</param>
    /// <param name="set">A <c>sigset_t</c>.</param>
    /// <param name="before">Where the thread's set of before is written to, or null.</param>
    /// <returns>0, or -1 where nothing was changed.</returns>
    [LibraryImport("libc")]
    public static partial int sigprocmask(int how, ulong* set, ulong* before);
}
