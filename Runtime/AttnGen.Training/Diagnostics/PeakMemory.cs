using System.Diagnostics;
using System.Globalization;

namespace AttnGen.Training;

/// <summary>The most physical memory that this process has held.</summary>
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
