using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace AttnGen.Training;

/// <summary>What the processor is.</summary>
internal static class ProcessorKind
{
    private const string Information = "/proc/cpuinfo";
    private const int Features = 7;
    private const int Avx2 = 1 << 5;
    private const int Avx512 = 1 << 16;

    /// <summary>Its name, or null where the system does not tell it.</summary>
    public static string? Name { get; } = OperatingSystem.IsLinux() ? LinuxName() : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");

    /// <summary>The widest vectors that it has.</summary>
    public static string Vectors { get; } = X86Base.IsSupported ? X86Vectors() : AdvSimd.IsSupported ? "NEON" : "other";

    /// <summary>The processor itself is asked (CPUID), as a natively compiled program may answer for an older one.</summary>
    private static string X86Vectors()
    {
        int has = X86Base.CpuId(0, 0).Eax >= Features ? X86Base.CpuId(Features, 0).Ebx : 0;
        return (has & Avx512) != 0 ? "AVX-512" : (has & Avx2) != 0 ? "AVX2" : "other";
    }

    private static string? LinuxName()
    {
        try
        {
            return File.ReadLines(Information).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[^1].Trim();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // A name is not worth a run.
            return null;
        }
    }
}
