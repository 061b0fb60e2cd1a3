using System.Diagnostics;

namespace AttnGen.Tests.Shared;

/// <summary>A program run to its end, and what it wrote.</summary>
internal sealed record ProcessRun(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static Task<ProcessRun> Of(string program, IEnumerable<string> arguments, params (string Name, string? Value)[] environment) =>
        In("", program, arguments, environment);

    /// <summary>In a directory of its own; an empty one is the directory of the tests' process.</summary>
    public static Task<ProcessRun> In(string directory, string program, IEnumerable<string> arguments, params (string Name, string? Value)[] environment) =>
        In(directory, program, arguments, Limit, environment);

    /// <summary>The same with another limit than that of a test, or with none (<see cref="Timeout.InfiniteTimeSpan"/>).</summary>
    public static async Task<ProcessRun> In(string directory, string program, IEnumerable<string> arguments, TimeSpan limit, params (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(limit);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', start.ArgumentList)} did not end within {limit}.");
        }

        return new ProcessRun(process.ExitCode, await output, await errors);
    }
}
