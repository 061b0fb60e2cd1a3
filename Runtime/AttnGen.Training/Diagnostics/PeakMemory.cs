using System.Diagnostics;
using System.Globalization;

namespace AttnGen.Training;

/// <summary>The most physical memory that this process has held, or has held since <see cref="Restart"/>.</summary>
public static class PeakMemory
{
    private const string LinuxStatus = "/proc/self/status";

    /// <summary>The peak of the resident set in bytes: <c>VmHWM</c> on Linux, the peak working set elsewhere; 0 where the system does not tell.</summary>
    public static long Bytes()
    {
        if (OperatingSystem.IsLinux() && FromStatus(LinuxStatus) is { } bytes)
        {
            return bytes;
        }

        using Process process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    /// <summary>Begins the measurement anew where the system can (Linux), so that several runs in one process are measured one by one.</summary>
    /// <returns>Whether it could.</returns>
    public static bool Restart()
    {
        const string peakOfResidentSet = "5";
        try
        {
            File.WriteAllText("/proc/self/clear_refs", peakOfResidentSet);
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static long? FromStatus(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Reads the line <c>VmHWM:   123456 kB</c>.</summary>
    internal static long? Parse(string status)
    {
        const string key = "VmHWM:";
        foreach (ReadOnlySpan<char> line in status.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(key, StringComparison.Ordinal) && line.TrimEnd().EndsWith("kB", StringComparison.Ordinal))
            {
                ReadOnlySpan<char> number = line[key.Length..].TrimEnd()[..^2].Trim();
                return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long kibibytes) ? kibibytes * 1024 : null;
            }
        }

        return null;
    }
}
