using System.Diagnostics;

namespace AttnGen.Training;

/// <summary>Runs a cell in a process of its own, which leaves its result in a file.</summary>
internal static class SweepWorker
{
    public static async Task RunAsync(SweepCell cell, Func<SweepCell, string, ProcessStartInfo> worker, string handover, CancellationToken cancellation)
    {
        // What a killed sweep left is of no use: it may be of another build.
        File.Delete(handover);
        ProcessStartInfo start = worker(cell, handover);
        start.RedirectStandardInput = true;
        using Process process = Process.Start(start) ?? throw new SweepException($"The process for the cell {cell} could not be started.");
        try
        {
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
            if (process.ExitCode != 0 || !File.Exists(handover))
            {
                throw new SweepException($"The process for the cell {cell} ended with the exit code {process.ExitCode}{(process.ExitCode == 0 ? $" and wrote no '{handover}'" : "")}. "
                    + "What it wrote to the console says why; the sweep goes on from here when it is started again.");
            }
        }
        catch
        {
            await EndAsync(process).ConfigureAwait(false);
            File.Delete(handover);
            throw;
        }
    }

    private static async Task EndAsync(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }
}
