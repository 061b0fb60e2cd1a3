using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Globalization;
using AttnGen.Training;
using Spectre.Console;
using TorchSharp;

namespace AttnGen.Benchmarks.Speed;

/// <summary>Measures the cases in new processes, one after the other, and writes each run down as soon as it is done: what was interrupted goes on.</summary>
internal static class SpeedCommand
{
    private const string Child = "speed-child";
    private const int TableWidth = 150;

    public static Command Command()
    {
        var cases = new Option<string[]>("--case") { Description = "Which cases; all by default.", AllowMultipleArgumentsPerToken = true };
        cases.AcceptOnlyFromAmong([.. SpeedCases.All.Select(each => each.Name)]);
        var processes = new Option<int>("--processes") { Description = "New processes for each case.", DefaultValueFactory = _ => 5 };
        processes.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var count) && count < 1)
            {
                result.AddError($"--processes is {count}; it is at least 1.");
            }
        });
        var threads = new Option<int[]>("--threads") { Description = "Numbers of libtorch's threads.", DefaultValueFactory = _ => [1, 2], CustomParser = ParseThreads };
        var again = new Option<bool>("--again") { Description = "Measures again what was measured." };
        var file = FileOption();
        var command = new Command("speed", "AttnGen beside plain TorchSharp, and PyTorch where Python has it.") { cases, processes, threads, again, file };
        command.SetAction((parsed, cancellation) => RunAsync(
            [.. SpeedCases.All.Where(each => parsed.GetValue(cases) is not { Length: > 0 } chosen || chosen.Contains(each.Name))], parsed.GetValue(processes),
            parsed.GetRequiredValue(threads), parsed.GetValue(again), parsed.GetRequiredValue(file), cancellation));
        return command;
    }

    public static Option<string> FileOption() => new("--file") { Description = "The measurements; each machine has a file of its own.", DefaultValueFactory = _ => SpeedResults.DefaultPath };

    /// <summary>What one of the new processes does.</summary>
    public static Command ChildCommand()
    {
        var (name, part, threads) = (new Option<string>("--case") { Required = true }, new Option<string>("--part") { Required = true }, new Option<int>("--threads") { Required = true });
        var command = new Command(Child, "Measures one part of a case.") { name, part, threads };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            var count = parsed.GetValue(threads);
            torch.set_num_threads(count);
            torch.manual_seed(1);
            var measured = SpeedCases.All.Single(each => each.Name == parsed.GetValue(name));
            var sample = new SpeedSample();
            using var kept = measured.KeepsMemory ? NativeAllocator.KeepFreedMemory() : null;
            measured.Measure(parsed.GetValue(part)!, SpeedScale.Full, sample);
            if (measured.KeepsMemory)
            {
                sample.Note(SpeedRun.FreedMemory, "kept");
            }

            Console.WriteLine(new SpeedRun(measured.Name, count, 0, measured.Unit, sample.Variants, sample.Notes).ToJson());
        });
        return command;
    }

    private static async Task<int> RunAsync(IReadOnlyList<ISpeedCase> cases, int processes, IReadOnlyList<int> threads, bool again, string file, CancellationToken cancellation)
    {
        var machine = SpeedMachine.Current();
        var results = SpeedResults.Read(file) ?? new SpeedResults(machine, []);
        if (results.Machine != machine)
        {
            if (!again)
            {
                await Console.Error.WriteLineAsync($"'{file}' was measured on another machine ({results.Machine}), and this is {machine}. Give this one a file of its own by --file, or measure all of it anew by --again.").ConfigureAwait(false);
                return 1;
            }

            results = new SpeedResults(machine, []);
        }

        foreach (var missing in cases.Where(each => each.Missing is not null))
        {
            Console.WriteLine($"{missing.Name} is left out: {missing.Missing}");
        }

        var failed = false;
        // Process by process and not case by case, so that a slow hour of the machine is in one run of each.
        foreach (var process in Enumerable.Range(1, processes))
        {
            foreach (var measured in cases.Where(each => each.Missing is null))
            {
                foreach (var count in measured.DependsOnThreads ? threads : [Environment.ProcessorCount])
                {
                    if (!again && results.Runs.Any(run => run.IsOf(measured.Name, count, process)))
                    {
                        continue;
                    }

                    try
                    {
                        var run = await MeasureAsync(measured, count, process, cancellation).ConfigureAwait(false);
                        Console.WriteLine(run.ToJson());
                        results = results.With(run);
                        results.Write(file);
                    }
                    catch (InvalidOperationException problem)
                    {
                        // Hours of others would be lost with it; the same command measures it again.
                        await Console.Error.WriteLineAsync(problem.Message).ConfigureAwait(false);
                        failed = true;
                    }
                }
            }
        }

        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, TableWidth);
        AnsiConsole.Write(SpeedTable.ForConsole(results));
        return failed ? 1 : 0;
    }

    private static async Task<SpeedRun> MeasureAsync(ISpeedCase measured, int threads, int process, CancellationToken cancellation)
    {
        var sample = new SpeedSample();
        foreach (var part in measured.Parts)
        {
            sample.Add(SpeedRun.Parse(await ChildAsync(["--case", measured.Name, "--part", part, "--threads", $"{threads}"], cancellation).ConfigureAwait(false)));
        }

        return new SpeedRun(measured.Name, threads, process, measured.Unit, sample.Variants, sample.Notes);
    }

    /// <summary>The last line that a new process writes.</summary>
    private static async Task<string> ChildAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [.. Host(), Child, .. arguments]) { RedirectStandardOutput = true })!;
        try
        {
            var output = await child.StandardOutput.ReadToEndAsync(cancellation).ConfigureAwait(false);
            await child.WaitForExitAsync(cancellation).ConfigureAwait(false);
            return child.ExitCode == 0
                ? output.TrimEnd().Split('\n')[^1]
                : throw new InvalidOperationException($"{Child} {string.Join(' ', arguments)} ended with {child.ExitCode}.");
        }
        finally
        {
            if (!child.HasExited)
            {
                child.Kill(entireProcessTree: true);
            }
        }
    }

    private static int[] ParseThreads(ArgumentResult result)
    {
        var text = result.Tokens is [var token] ? token.Value : "";
        var numbers = text.Split(',').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).ToArray();
        if (numbers.Any(number => number < 1))
        {
            result.AddError($"--threads is '{text}'; it is numbers from 1, with commas between them: 1,2.");
        }

        return numbers;
    }

    /// <summary>The assembly, where the process is the <c>dotnet</c> host.</summary>
    private static IEnumerable<string> Host() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(SpeedCommand).Assembly.Location] : [];
}
