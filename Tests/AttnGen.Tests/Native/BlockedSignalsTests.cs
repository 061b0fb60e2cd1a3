using System.Globalization;
using System.Runtime.InteropServices;
using AttnGen.Native;

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

        var before = Blocked();
        using (BlockedSignals.Begin())
        {
            Check();
            using (BlockedSignals.Begin())
            {
                Check();
            }

            Check();
        }

        Assert.Equal(before, Blocked());

        static void Check()
        {
            Assert.All([Interrupt, Child, Continue, WindowChanged], signal => Assert.True(IsBlocked(signal), $"signal {signal}"));
            Assert.False(IsBlocked(SegmentationFault));
        }
    }

    private static bool IsBlocked(int signal) => (Blocked() >> (signal - 1) & 1) != 0;

    private static ulong Blocked()
    {
        const string name = "SigBlk:";
        var line = System.IO.File.ReadLines("/proc/thread-self/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return ulong.Parse(line[name.Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}
