using System.Runtime.InteropServices;

namespace AttnGen.Training.Tests.Diagnostics;

public sealed class PeakMemoryTests
{
    [Theory]
    [InlineData("Name:\tdotnet\nVmPeak:\t 9 kB\nVmHWM:\t  123456 kB\nVmRSS:\t 7 kB\n", 123456L * 1024)]
    [InlineData("VmHWM:\t0 kB", 0L)]
    [InlineData("VmRSS:\t 7 kB\n", null)]
    [InlineData("VmHWM:\t many kB\n", null)]
    [InlineData("VmHWM:\n", null)]
    [InlineData("", null)]
    public void The_kernels_line_is_read_as_it_is(string status, long? expected) => Assert.Equal(expected, PeakMemory.Parse(status));

    [Fact]
    public void The_peak_covers_what_was_held()
    {
        const int megabytes = 64;
        byte[] held = GC.AllocateUninitializedArray<byte>(megabytes << 20, pinned: true);
        Array.Fill(held, (byte)1);
        Assert.InRange(PeakMemory.Bytes(), held.LongLength, 1L << 40);
        GC.KeepAlive(held);
    }

    [Fact]
    public void Versions_are_known()
    {
        RunVersions versions = RunVersions.Current();
        Assert.StartsWith("0.107", versions.TorchSharp, StringComparison.Ordinal);
        Assert.StartsWith(".NET 10", versions.Runtime, StringComparison.Ordinal);
        Assert.NotEqual("unknown", versions.AttnGen);
        Assert.True(versions.Threads > 0 && versions.Processors > 0);
    }

    [Fact]
    public void The_processor_is_the_one_that_the_system_lists()
    {
        const string information = "/proc/cpuinfo";
        if (File.Exists(information) && RuntimeInformation.ProcessArchitecture == Architecture.X64)
        {
            string[] lines = File.ReadAllLines(information);
            string[] flags = lines.First(line => line.StartsWith("flags", StringComparison.Ordinal)).Split(' ');
            string vectors = flags.Contains("avx512f") ? "AVX-512" : flags.Contains("avx2") ? "AVX2" : "other";
            Assert.EndsWith(": " + RunVersions.Current().Processor, lines.First(line => line.StartsWith("model name", StringComparison.Ordinal)), StringComparison.Ordinal);
            Assert.Equal(vectors, RunVersions.Current().Vectors);
        }
    }
}
