using System.Diagnostics;

namespace AttnGen.Tests.Shared;

/// <summary>A program that is still running, to be interrupted as a person would.</summary>
internal sealed class RunningProcess : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> errors;

    public RunningProcess(string program, IEnumerable<string> arguments)
    {
        // A shell's background job ignores Ctrl-C, and so would all that it starts.
        var (file, all) = OperatingSystem.IsLinux() ? ("env", ["--default-signal=INT", program, .. arguments]) : (program, arguments);
        process = Process.Start(new ProcessStartInfo(file, all) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
    }

    /// <summary>Waits until something is so, while the program runs.</summary>
    public async Task Until(Func<bool> condition)
    {
        var began = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(began) > Limit)
            {
                throw new TimeoutException($"It never came to that. {(process.HasExited ? await errors : "")}");
            }

            await Task.Delay(5);
        }
    }

    public bool HasEnded => process.HasExited;

    /// <summary>What it has computed so far, on all processors.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>What a program learns of when the one that started it has ended.</summary>
    public void CloseInput() => process.StandardInput.Close();

    /// <summary>What Ctrl-C sends.</summary>
    public Task Interrupt() => Signal("INT");

    /// <summary>What a service's manager sends.</summary>
    public Task Terminate() => Signal("TERM");

    /// <summary>The end without a word.</summary>
    public void Kill() => process.Kill();

    public async Task<ProcessRun> End()
    {
        using var patience = new CancellationTokenSource(Limit);
        await process.WaitForExitAsync(patience.Token);
        return new ProcessRun(process.ExitCode, await output, await errors);
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }

    private async Task Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }
}
