using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace AttnGen.Tests.Shared;

/// <summary>Runs of the hosted example, small and with dropout, that are ended at random moments and started again until they are complete.</summary>
/// <param name="directory">An empty directory for the data and the runs.</param>
/// <param name="data">The file of <see cref="SmallReviews"/>.</param>
/// <param name="seed">Decides the moments, as far as a process's own time lets it.</param>
internal sealed class KilledRuns(string directory, string data, int seed)
{
    private const int Terminated = 128 + 15;
    private const int Killed = 128 + 9;

    /// <summary>Of a high rank, so that the writing of a state takes long enough to be hit: 7 MB.</summary>
    private const string Wide = "--AttnGen:strategies:QueryAndValue:lora:rank=64";

    /// <summary>From the start to somewhere in the training: loading takes a third of it.</summary>
    private static readonly TimeSpan LatestMoment = TimeSpan.FromSeconds(4);

    /// <summary>From the first step of a process to a moment in a later one.</summary>
    private static readonly TimeSpan LatestStep = TimeSpan.FromSeconds(1);

    private readonly Random random = new(seed);
    private readonly List<double> ends = [];
    private int runs;

    /// <summary>The weights of a run that nothing interrupts.</summary>
    public async Task<string> StraightAsync()
    {
        var output = NewOutput();
        await CompleteAsync(output);
        return Weights(output)!;
    }

    /// <summary>
    /// Ends processes by SIGTERM while they train, and expects each to end by itself with exit code 0: some steps after a state of its own is there, at a
    /// random moment of a step.
    /// </summary>
    public Task<KillCounts> TerminateAsync(int kills, string straight) => RunAsync(kills, straight, async (process, output) =>
    {
        await Task.Run(() => Spin(process, output, 1));
        await WaitAsync(process, LatestStep * random.NextDouble());
        await process.Terminate();
    });

    /// <summary>Ends processes by SIGKILL: every fourth one at any moment, the others while a state is being written.</summary>
    public Task<KillCounts> KillAsync(int kills, string straight) => RunAsync(kills, straight, async (process, output) =>
    {
        if (random.Next(4) == 0)
        {
            await WaitAsync(process, LatestMoment * random.NextDouble());
        }
        else
        {
            var states = random.Next(1, 12);
            await Task.Run(() => Spin(process, output, states));
        }

        process.Kill();
    });

    private async Task<KillCounts> RunAsync(int kills, string straight, Func<RunningProcess, string, Task> end)
    {
        ends.Clear();
        var counts = new KillCounts(0, 0, 0, 0, 0, 0, 0, 0);
        while (counts.Kills < kills)
        {
            var output = NewOutput();
            while (Weights(output) is null)
            {
                if (counts.Kills == kills)
                {
                    await CompleteAsync(output);
                    break;
                }

                HashSet<string> before = [.. HalfWritten(output)];
                using var process = ExamplePrograms.Start("HostedTraining", Arguments(output));
                await end(process, output);
                var signalled = Stopwatch.GetTimestamp();
                var run = await process.End();
                counts = Count(counts, run, output, before, Stopwatch.GetElapsedTime(signalled));
            }

            var identical = Weights(output) == straight ? 1 : 0;
            counts = counts with { Runs = counts.Runs + 1, Identical = counts.Identical + identical, Leftovers = counts.Leftovers + HalfWritten(output).Count() };
        }

        return counts with { SlowestEnd = Math.Round(ends.DefaultIfEmpty().Max(), 2) };
    }

    private KillCounts Count(KillCounts counts, ProcessRun run, string output, HashSet<string> before, TimeSpan end)
    {
        if (run.ExitCode is not (0 or Terminated or Killed))
        {
            throw new InvalidOperationException($"Seed {seed}: the process ended with exit code {run.ExitCode}.{Environment.NewLine}{run.Output}{run.Errors}");
        }

        if (Weights(output) is not null)
        {
            // It was complete before it was hit, or in spite of it.
            return counts;
        }

        ends.Add(end.TotalSeconds);
        return counts with
        {
            Kills = counts.Kills + 1,
            InWriting = counts.InWriting + (HalfWritten(output).Any(file => !before.Contains(file)) ? 1 : 0),
            WithState = counts.WithState + (File.Exists(Path.Combine(output, "state.safetensors")) ? 1 : 0),
            BeforeTheHost = counts.BeforeTheHost + (run.ExitCode == Terminated ? 1 : 0),
        };
    }

    private async Task CompleteAsync(string output)
    {
        var run = await ExamplePrograms.RunAsync("HostedTraining", Arguments(output));
        if (run.ExitCode != 0 || Weights(output) is null)
        {
            throw new InvalidOperationException($"Seed {seed}: the run did not end well, with exit code {run.ExitCode}.{Environment.NewLine}{run.Output}{run.Errors}");
        }
    }

    private static async Task WaitAsync(RunningProcess process, TimeSpan time)
    {
        var began = Stopwatch.GetTimestamp();
        while (!process.HasEnded && Stopwatch.GetElapsedTime(began) < time)
        {
            await Task.Delay(1);
        }
    }

    /// <summary>Waits for the writing of the so-many-th state of this process; a file that an earlier one left half written is none.</summary>
    private static void Spin(RunningProcess process, string output, int states)
    {
        HashSet<string> seen = Directory.Exists(output) ? [.. HalfWritten(output)] : [];
        while (!process.HasEnded)
        {
            if (HalfWritten(output).FirstOrDefault(file => seen.Add(file)) is not null && --states == 0)
            {
                return;
            }
        }
    }

    private static IEnumerable<string> HalfWritten(string output) => Directory.Exists(output) ? Directory.EnumerateFiles(output, ".state.safetensors.*.tmp") : [];

    private static string? Weights(string output) =>
        Path.Combine(output, "result.json") is var file && File.Exists(file) ? (string?)JsonNode.Parse(File.ReadAllText(file))!["weights"] : null;

    private string NewOutput() => Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"run-{seed}-{runs++}"));

    private string[] Arguments(string output) =>
    [
        Wide, $"--Training:Data={data}", $"--Training:Output={output}", "--Training:Examples=40", "--Training:TestExamples=20", "--Training:Length=16", "--Training:Batch=4",
        "--Training:Epochs=10", "--Training:Dropout=0.1", "--Training:Threads=1", "--Training:Products=OneDnn", "--Training:SaveEverySteps=1",
    ];
}
