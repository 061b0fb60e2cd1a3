using System.Diagnostics;

namespace AttnGen.Examples.Tests;

/// <summary>A file system of a few kilobytes, mounted for one command alone.</summary>
internal static class SmallDisk
{
    /// <summary>The line of the output after which the names of the files on the disk follow.</summary>
    public const string Listing = "--- on the disk";

    private static readonly Lazy<string?> Trial = new(Try);

    /// <summary>Why there can be none here, or null.</summary>
    public static string? Problem => Trial.Value;

    public static Task<ProcessRun> RunAsync(string directory, int kilobytes, string program, IEnumerable<string> arguments) => ProcessRun.Of("unshare",
    [
        "-rm", "sh", "-c", $"disk=$1; shift; mkdir -p \"$disk\" && mount -t tmpfs -o size={kilobytes}k none \"$disk\" || exit 99; \"$@\"; code=$?; echo; echo '{Listing}'; ls -A \"$disk\"; exit $code",
        "sh", directory, program, .. arguments,
    ]);

    private static string? Try()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "A small disk is mounted on Linux only.";
        }

        try
        {
            using var trial = Process.Start(new ProcessStartInfo("unshare", ["-rm", "sh", "-c", "mount -t tmpfs -o size=64k none /mnt"]) { RedirectStandardError = true })!;
            trial.WaitForExit();
            return trial.ExitCode == 0 ? null : "A file system of a process's own cannot be mounted here (unshare -rm).";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "There is no unshare here.";
        }
    }
}
