using System.ComponentModel;
using System.Diagnostics;

namespace AttnGen.Gpu.Runs;

/// <summary>A process of its own for each measurement: one that libtorch ends takes nothing else with it, and none finds what another left.</summary>
internal static class ChildProcess
{
    private const int ErrorLines = 6;
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(int.MaxValue);

    /// <summary>The library path from before gpu.sh put a libtorch on it: another PyTorch must not find that one.</summary>
    private const string OuterLibraryPath = "ATTNGEN_OUTER_LIBRARY_PATH";
    private const string LibraryPath = "LD_LIBRARY_PATH";

    /// <summary>This program again.</summary>
    public static ChildOutput Own(IEnumerable<string> arguments, TimeSpan limit) => Run(new ProcessStartInfo(Environment.ProcessPath!, [.. Host(), .. arguments]), limit);

    /// <summary>Another program.</summary>
    public static ChildOutput Other(string program, IEnumerable<string> arguments, TimeSpan limit)
    {
        var start = new ProcessStartInfo(program, arguments);
        if (start.Environment.Remove(OuterLibraryPath, out var outer))
        {
            start.Environment[LibraryPath] = outer;
        }

        return Run(start, limit);
    }

    private static ChildOutput Run(ProcessStartInfo start, TimeSpan limit)
    {
        if (limit <= TimeSpan.Zero)
        {
            return new ChildOutput([], "it was not started, as no time was left");
        }

        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        var (lines, errors) = (new List<string>(), new Queue<string>());
        try
        {
            using var process = new Process { StartInfo = start };
            process.OutputDataReceived += (_, received) => Keep(received.Data, lines, lines.Add);
            process.ErrorDataReceived += (_, received) => Keep(received.Data, errors, line =>
            {
                errors.Enqueue(line);
                Console.Error.WriteLine(line);
            });
            process.Start();
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            var ended = process.WaitForExit(limit < Longest ? limit : Longest);
            if (!ended)
            {
                process.Kill(entireProcessTree: true);
            }

            // Without a limit, so that the streams are read to their ends.
            process.WaitForExit();
            return new ChildOutput(lines, !ended ? $"it was stopped after {limit.TotalSeconds:F0} s" : process.ExitCode == 0 ? null : $"it ended with {process.ExitCode}: {string.Join(" / ", errors.TakeLast(ErrorLines))}");
        }
        catch (Win32Exception problem)
        {
            return new ChildOutput(lines, problem.Message);
        }
    }

    private static void Keep<T>(string? line, T list, Action<string> add)
        where T : class
    {
        if (line is not null)
        {
            lock (list)
            {
                add(line);
            }
        }
    }

    /// <summary>The assembly, where the process is the <c>dotnet</c> host.</summary>
    private static IEnumerable<string> Host() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];
}
