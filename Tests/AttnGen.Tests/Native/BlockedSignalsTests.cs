using System.Globalization;
using System.Runtime.InteropServices;
using AttnGen.Native;
using TorchSharp;

namespace AttnGen.Tests.Native;

/// <summary>Which signals the thread takes, as the system tells it.</summary>
public sealed class BlockedSignalsTests
{
    private const int Interrupt = 2;
    private const int SegmentationFault = 11;
    private const int Child = 17;
    private const int Continue = 18;
    private const int WindowChanged = 28;

    [Fact]
    public void The_thread_takes_none_but_faults_and_afterwards_those_of_before()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            return;
        }

        var before = Blocked("/proc/thread-self");
        using (BlockedSignals.Begin())
        {
            Check();
            using (BlockedSignals.Begin())
            {
                Check();
            }

            Check();
        }

        Assert.Equal(before, Blocked("/proc/thread-self"));

        static void Check()
        {
            Assert.All([Interrupt, Child, Continue, WindowChanged], signal => Assert.True(IsBlocked(signal), $"signal {signal}"));
            Assert.False(IsBlocked(SegmentationFault));
        }
    }

    /// <summary>On a thread of its own, whose helpers nobody has used before.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void The_threads_that_compute_with_it_take_none_from_then_on(int count)
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            return;
        }

        var (before, during, after) = (0, 0, 0);
        var thread = new Thread(() =>
        {
            torch.set_num_threads(count);
            using var some = torch.rand(1 << 20);
            some.exp().Dispose();
            before = WithoutSignals();
            using (BlockedSignals.Begin())
            {
                during = WithoutSignals();
            }

            after = WithoutSignals();
        });
        var own = torch.get_num_threads();
        thread.Start();
        thread.Join();
        torch.set_num_threads(own);
        Assert.Equal((before + count, before + count - 1), (during, after));
    }

    /// <summary>The process's threads that would not take a terminal's new size.</summary>
    private static int WithoutSignals() => System.IO.Directory.GetDirectories("/proc/self/task").Count(task => IsIn(Blocked(task), WindowChanged));

    private static bool IsBlocked(int signal) => IsIn(Blocked("/proc/thread-self"), signal);

    private static bool IsIn(ulong set, int signal) => (set >> (signal - 1) & 1) != 0;

    private static ulong Blocked(string task)
    {
        const string name = "SigBlk:";
        var line = System.IO.File.ReadLines($"{task}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return ulong.Parse(line[name.Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}
