using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Training.Tests.Diagnostics;

/// <summary>What glibc does with freed memory while a run needs it again and again.</summary>
public sealed class NativeAllocatorTests
{
    private const int Tensors = 24;
    private const long Elements = 1 << 20;
    private const long PagesOfAll = Tensors * Elements * sizeof(float) / 4096;

    [Fact]
    public void What_was_freed_is_used_again_without_asking_the_system_for_its_pages()
    {
        if (!OperatingSystem.IsLinux() || NativeAllocator.IsSetByTheEnvironment)
        {
            return;
        }

        using IDisposable kept = NativeAllocator.KeepFreedMemory();
        Fill();
        long before = Faults();
        for (int i = 0; i < 20; i++)
        {
            Fill();
        }

        Assert.InRange(Faults() - before, 0, PagesOfAll);

        static void Fill()
        {
            using DisposeScope scope = NewDisposeScope();
            for (int i = 0; i < Tensors; i++)
            {
                ones(Elements);
            }
        }
    }

    [Fact]
    public void Those_who_keep_are_counted_and_each_ends_once()
    {
        IDisposable first = NativeAllocator.KeepFreedMemory();
        using (NativeAllocator.KeepFreedMemory())
        {
            first.Dispose();
            first.Dispose();
            Assert.True(NativeAllocator.IsKeeping);
        }
    }

    /// <summary>The page faults of this thread that needed no reading.</summary>
    private static long Faults()
    {
        const int afterName = 2;
        const int minorFaults = 7;
        string text = File.ReadAllText("/proc/thread-self/stat");
        return long.Parse(text[(text.LastIndexOf(')') + afterName)..].Split(' ')[minorFaults], CultureInfo.InvariantCulture);
    }
}
