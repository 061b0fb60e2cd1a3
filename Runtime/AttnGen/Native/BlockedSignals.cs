using System.Runtime.InteropServices;
using TorchSharp;

namespace AttnGen.Native;

/// <summary>
/// Keeps signals from the calling thread until it is disposed, and from libtorch's threads that compute with it from then on. oneDNN's float32 kernels for AVX and AVX-512 let the stack pointer
/// point into a buffer on the heap: a signal that a thread takes meanwhile (a terminal's new size, a program that goes on after Ctrl-Z, a child that ended) has its frame written over
/// whatever lies below that buffer. Other threads take them, or this one does a moment later.
/// </summary>
internal unsafe ref struct BlockedSignals
{
    /// <summary>The size of <c>sigset_t</c>, in glibc and in musl.</summary>
    private const int Words = 16;
    private const int Add = 0;
    private const int Replace = 2;

    /// <summary>The .NET runtime's own, by which it asks a thread that runs managed code to wait for the garbage collector: libtorch's threads run the optimizer's.</summary>
    private const int Suspension = 34;

    private static readonly bool AreNeeded = OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64;

    /// <summary>Whether this thread's one helper takes none any more. Of several, libtorch ends and begins some as the work demands.</summary>
    [ThreadStatic]
    private static bool isPairBlocked;

    private fixed ulong before[Words];
    private bool isBlocking;

    /// <summary>All but those that the thread itself raises by a fault, which cannot wait: SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV and SIGSYS.</summary>
    private static ulong All => ~(Bit(4) | Bit(5) | Bit(6) | Bit(7) | Bit(8) | Bit(11) | Bit(31));

    /// <summary>Blocks them, where such kernels are.</summary>
    public static BlockedSignals Begin()
    {
        var blocked = default(BlockedSignals);
        if (AreNeeded)
        {
            var set = stackalloc ulong[Words];
            set[0] = All;
            blocked.isBlocking = LibC.sigprocmask(Replace, set, blocked.before) == 0;
            try
            {
                BlockHelpers();
            }
            catch
            {
                blocked.Dispose();
                throw;
            }
        }

        return blocked;
    }

    /// <summary>The thread takes what it took before.</summary>
    public void Dispose()
    {
        if (isBlocking)
        {
            fixed (ulong* set = before)
            {
                _ = LibC.sigprocmask(Replace, set, null);
            }
        }
    }

    /// <summary>The threads that work for this one; those that are begun now take over what this one blocks.</summary>
    private static void BlockHelpers()
    {
        var threads = torch.get_num_threads();
        if (threads > 1 && !(threads == 2 && isPairBlocked))
        {
            LibTorch.Check(LibTorch.torch_parallel_for(0, threads, 1, &BlockHelper, null));
            isPairBlocked = true;
        }
    }

    [UnmanagedCallersOnly]
    private static void BlockHelper(long from, long to, void* context)
    {
        var set = stackalloc ulong[Words];
        set[0] = All & ~Bit(Suspension);
        _ = LibC.sigprocmask(Add, set, null);
    }

    private static ulong Bit(int signal) => 1UL << (signal - 1);
}
