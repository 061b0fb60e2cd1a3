using AttnGen.Training;

namespace AttnGen.Benchmarks.Speed;

/// <summary>What this process holds of the machine's memory.</summary>
internal static class ProcessMemory
{
    private const double Megabyte = 1024 * 1024;

    public static double ResidentMegabytes() => Environment.WorkingSet / Megabyte;

    /// <summary>The most since the peak was begun anew.</summary>
    public static double PeakMegabytes() => PeakMemory.Bytes() / Megabyte;
}
