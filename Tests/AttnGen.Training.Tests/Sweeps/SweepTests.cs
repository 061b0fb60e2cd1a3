using System.Diagnostics;
using System.Text.Json.Nodes;
using AttnGen.Training.Tests.Support;

namespace AttnGen.Training.Tests.Sweeps;

public sealed class SweepTests : IDisposable
{
    private readonly OwnDirectory directory = new();

    private string File => Path.Combine(directory.Path, "results", "sweep.jsonl");

    public void Dispose() => directory.Dispose();

    [Fact]
    public void A_sweep_writes_a_line_a_cell_with_what_is_needed_to_repeat_it()
    {
        IReadOnlyList<SweepResult> results = new Sweep(File, TinySweep.Cells).Run(TinySweep.Run);
        Assert.Equal(TinySweep.Cells.Select(cell => cell.Id), results.Select(result => result.Id));
        Assert.Equal(TinySweep.Cells.Select(cell => cell.Id), System.IO.File.ReadLines(File).Select(line => SweepResult.FromJson(line).Id));
        SweepResult first = results[0];
        Assert.Equal(("tiny", TinySweep.Cells[0].Strategy.Description, TinySweep.Cells[0].Strategy.Hash, 0.01, 1L, SweepStatus.Finished), (first.Task, first.Strategy, first.StrategyHash, first.LearningRate, first.Seed, first.Status));
        Assert.Equal((10L, 2, 12), (first.Steps, first.Evaluations.Count, (int)first.Settings["length"]!));
        Assert.Equal(first.Evaluations[^1].Result.Metrics, first.Metrics);
        Assert.Equal([32L, 32L, 18L], first.Parameters.Values);
        Assert.All(results, result => Assert.True(double.IsFinite(result.TrainingLoss) && result.Seconds > 0 && result.SecondsPerStep > 0 && result.PeakMemoryBytes > 0));
    }

    [Fact]
    public void A_sweep_that_was_interrupted_in_a_cell_ends_as_one_that_was_not()
    {
        new Sweep(File, TinySweep.Cells).Run(TinySweep.Run);
        List<string> whole = TinySweep.WithoutTimes(File);
        string parts = Path.Combine(directory.Path, "parts.jsonl");
        int started = 0;
        while (started < 20)
        {
            using CancellationTokenSource stop = new();
            try
            {
                new Sweep(parts, TinySweep.Cells).Run((cell, token) =>
                {
                    if (++started % 3 == 0)
                    {
                        stop.Cancel();
                    }

                    return TinySweep.Run(cell, token);
                }, stop.Token);
                break;
            }
            catch (OperationCanceledException)
            {
                // The next one goes on.
            }
        }

        Assert.Equal(11, started);
        Assert.Equal(whole, TinySweep.WithoutTimes(parts));
    }

    /// <summary>A file that half of an experiment is in must not be taken for the other half of another.</summary>
    [Fact]
    public void Results_of_other_settings_are_refused_before_anything_is_run()
    {
        new Sweep(File, [TinySweep.Cells[1]]) { Settings = _ => new JsonObject { ["length"] = 12 } }.Run(TinySweep.Run);
        byte[] before = System.IO.File.ReadAllBytes(File);
        Sweep other = new(File, TinySweep.Cells) { Settings = _ => new JsonObject { ["length"] = 64, ["model"] = "large" } };
        string problem = Assert.Throws<InvalidDataException>(() => other.Run((_, _) => throw new InvalidOperationException("run"))).Message;
        Assert.Contains($"has the cell {TinySweep.Cells[1].Id} ({TinySweep.Cells[1]}) with other settings", problem, StringComparison.Ordinal);
        Assert.Contains("length is 12 there, and 64 now; model is not said there, and \"large\" now", problem, StringComparison.Ordinal);
        Assert.Equal(before, System.IO.File.ReadAllBytes(File));
        new Sweep(File, [.. TinySweep.Cells.Take(2)]) { Settings = _ => new JsonObject { ["length"] = 12 } }.Run(TinySweep.Run);
        Assert.Equal(2, SweepFile.Read(File).Count);
    }

    [Fact]
    public void A_cell_that_gives_a_result_of_other_settings_is_refused_and_not_written()
    {
        Sweep sweep = new(File, TinySweep.Cells) { Settings = _ => new JsonObject { ["length"] = 64 } };
        Assert.Contains("length is 12 there, and 64 now", Assert.Throws<InvalidDataException>(() => sweep.Run(TinySweep.Run)).Message, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    public void What_is_done_is_not_run_again_and_what_else_is_in_the_file_stays()
    {
        new Sweep(File, [.. TinySweep.Cells.Skip(6)]).Run(TinySweep.Run);
        List<string> ran = [];
        Told told = new();
        new Sweep(File, [.. TinySweep.Cells.Take(7)], told).Run((cell, token) =>
        {
            ran.Add(cell.Id);
            return TinySweep.Run(cell, token);
        });
        Assert.Equal(TinySweep.Cells.Take(6).Select(cell => cell.Id), ran);
        Assert.Equal(TinySweep.Cells.Select(cell => cell.Id), SweepFile.Read(File).Select(result => result.Id));
        Assert.Equal([2, 3, 4, 5, 6, 7], told.Reports.Select(report => report.Done));
        Assert.All(told.Reports, report => Assert.Equal(7, report.Total));
        Assert.Equal(TimeSpan.Zero, told.Reports[^1].Left);
        Assert.StartsWith($"7/7  {TinySweep.Cells[5].Description}:  accuracy ", told.Reports[^1].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_in_a_cell_ends_the_sweep_and_leaves_what_was_done()
    {
        Assert.Throws<TuningException>(() => new Sweep(File, TinySweep.Cells).Run((cell, token) => cell == TinySweep.Cells[2] ? throw new TuningException("wrong") : TinySweep.Run(cell, token)));
        Assert.Equal(2, SweepFile.Read(File).Count);
    }

    [Theory]
    [InlineData("{\"id\":", "line 2: Not a result of a sweep's cell")]
    [InlineData("null", "line 2: Not a result of a sweep's cell: it is null")]
    [InlineData("first", "is in line 1 too")]
    public void A_broken_file_is_refused_with_its_line_and_left_alone(string line, string expected)
    {
        new Sweep(File, [TinySweep.Cells[0]]).Run(TinySweep.Run);
        System.IO.File.AppendAllText(File, (line == "first" ? System.IO.File.ReadAllText(File) : line) + "\n");
        string before = System.IO.File.ReadAllText(File);
        InvalidDataException problem = Assert.Throws<InvalidDataException>(() => new Sweep(File, TinySweep.Cells).Run(TinySweep.Run));
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
        Assert.Contains(File, problem.Message, StringComparison.Ordinal);
        Assert.Equal(before, System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void A_directory_is_refused_before_anything_is_run()
    {
        IOException problem = Assert.Throws<IOException>(() => new Sweep(directory.Path, TinySweep.Cells).Run((_, _) => throw new InvalidOperationException("It was run.")));
        Assert.Contains($"'{directory.Path}' is a directory", problem.Message, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(directory.Path + ".lock"));
    }

    [Fact]
    public void Of_two_at_once_the_second_is_refused()
    {
        Sweep second = new(File, [TinySweep.Cells[1]]);
        new Sweep(File, [TinySweep.Cells[0]]).Run((cell, token) =>
        {
            Assert.Contains("Another sweep is using the results", Assert.Throws<IOException>(() => second.Run(TinySweep.Run)).Message, StringComparison.Ordinal);
            return TinySweep.Run(cell, token);
        });
    }

    [Fact]
    public void A_cell_that_gives_anothers_result_and_cells_that_are_there_twice_are_refused()
    {
        Assert.Contains(
            "gave the result of", Assert.Throws<InvalidDataException>(() => new Sweep(File, TinySweep.Cells).Run((_, token) => TinySweep.Run(TinySweep.Cells[3], token))).Message, StringComparison.Ordinal);
        Assert.Contains("twice", Assert.Throws<ArgumentException>(() => new Sweep(File, [TinySweep.Cells[0], TinySweep.Cells[0]])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Sweep(File, []));
    }

    [ShellFact]
    public async Task Several_processes_give_the_same_file()
    {
        new Sweep(File, TinySweep.Cells).Run(TinySweep.Run);
        string[] lines = await System.IO.File.ReadAllLinesAsync(File);
        string parts = Path.Combine(directory.Path, "parts.jsonl");
        await new Sweep(parts, TinySweep.Cells).RunAsync((cell, handover) =>
        {
            int index = TinySweep.Cells.ToList().IndexOf(cell);
            // The first cells take longest, so that they end out of order.
            return Shell($"sleep 0.{8 - index}; sed -n {index + 1}p '{File}' > '{handover}'");
        }, processes: 3);
        Assert.Equal(lines, await System.IO.File.ReadAllLinesAsync(parts));
        Assert.Equal(["parts.jsonl", "parts.jsonl.lock", "results"], Directory.GetFileSystemEntries(directory.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    /// <summary>Its result was lost with the file in which the process had handed it over.</summary>
    [ShellFact]
    public async Task A_result_that_cannot_be_written_is_kept_and_taken_up_by_the_next_sweep()
    {
        new Sweep(File, TinySweep.Cells).Run(TinySweep.Run);
        string[] lines = await System.IO.File.ReadAllLinesAsync(File);
        string parts = Path.Combine(directory.Path, "parts", "parts.jsonl");
        // A directory in the place of the file is no disk that is full, but it cannot be written either.
        IOException problem = await Assert.ThrowsAnyAsync<IOException>(() => new Sweep(parts, [TinySweep.Cells[0]]).RunAsync(
            (_, handover) => Shell($"mkdir '{parts}'; sed -n 1p '{File}' > '{handover}'"), processes: 1));
        Assert.Contains($"{TinySweep.Cells[0]} could not be written into '{parts}'. It is kept in '{parts}.{TinySweep.Cells[0].Id}.kept'", problem.Message, StringComparison.Ordinal);
        Directory.Delete(parts);
        string kept = $"{parts}.{TinySweep.Cells[0].Id}.kept";
        System.IO.File.Copy(kept, File + ".again");
        await new Sweep(parts, [TinySweep.Cells[0]]).RunAsync((_, _) => Shell("exit 3"), processes: 1);
        AssertTakenUp();

        // In one process too; and where the cell has been run since, the kept one is gone with the next sweep, and cannot come back later.
        foreach (bool isKnown in new[] { false, true })
        {
            System.IO.File.Copy(File + ".again", kept);
            if (!isKnown)
            {
                System.IO.File.Delete(parts);
            }

            new Sweep(parts, [TinySweep.Cells[0]]).Run((_, _) => throw new InvalidOperationException("It has a result."));
            AssertTakenUp();
        }

        // Of other settings it is neither taken nor lost.
        System.IO.File.Copy(File + ".again", kept);
        System.IO.File.Delete(parts);
        InvalidDataException other = Assert.Throws<InvalidDataException>(() => new Sweep(parts, [TinySweep.Cells[0]]) { Settings = _ => new JsonObject { ["epochs"] = 7 } }.Run(TinySweep.Run));
        Assert.Contains($"'{kept}', which an earlier sweep kept, cannot be taken up: ", other.Message, StringComparison.Ordinal);
        Assert.True(System.IO.File.Exists(kept));

        void AssertTakenUp()
        {
            Assert.Equal(lines[..1], System.IO.File.ReadAllLines(parts));
            Assert.Equal(["parts.jsonl", "parts.jsonl.lock"], Directory.GetFileSystemEntries(Path.GetDirectoryName(parts)!).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        }
    }

    [ShellFact]
    public async Task What_is_no_result_of_the_cell_is_refused_and_not_kept()
    {
        string[] wrong = ["null", TinySweep.Run(TinySweep.Cells[1], default).ToJson()];
        foreach (string line in wrong)
        {
            await Assert.ThrowsAsync<InvalidDataException>(() => new Sweep(File, [TinySweep.Cells[0]]).RunAsync((_, handover) => Shell($"echo '{line}' > '{handover}'"), processes: 1));
            Assert.Equal(["sweep.jsonl.lock"], Directory.GetFileSystemEntries(Path.GetDirectoryName(File)!).Select(Path.GetFileName));
        }
    }

    [Fact]
    public void A_cell_that_was_cancelled_has_no_result_whatever_it_gives()
    {
        using CancellationTokenSource stop = new();
        Assert.Throws<OperationCanceledException>(() => new Sweep(File, [TinySweep.Cells[0]]).Run(
            (cell, _) =>
            {
                stop.Cancel();
                return TinySweep.Run(cell, default);
            },
            stop.Token));
        Assert.False(System.IO.File.Exists(File));

        // Neither has that of a process that was told to stop as well, and ended before the sweep could end it.
        SweepHandover handover = new(File, TinySweep.Cells[0]);
        System.IO.File.WriteAllText(handover.Path, "half a result");
        Assert.Throws<OperationCanceledException>(() => handover.KeepUnless(stop.Token));
        Assert.Equal(["sweep.jsonl.lock"], Directory.GetFileSystemEntries(Path.GetDirectoryName(File)!).Select(Path.GetFileName));
    }

    [ShellTheory]
    [InlineData("exit 3", "exit code 3")]
    [InlineData("true", "wrote no")]
    public async Task A_process_without_a_result_ends_the_sweep_with_its_name(string command, string expected)
    {
        SweepException problem = await Assert.ThrowsAsync<SweepException>(() => new Sweep(File, TinySweep.Cells).RunAsync((_, _) => Shell(command), processes: 1));
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
        Assert.Contains(TinySweep.Cells[0].Description, problem.Message, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(File));
    }

    [ShellFact]
    public async Task A_cancelled_sweep_ends_its_processes()
    {
        string marks = Path.Combine(directory.Path, "marks");
        using CancellationTokenSource stop = new();
        Task running = new Sweep(File, TinySweep.Cells).RunAsync((_, _) => Shell($"echo $$ >> '{marks}'; exec sleep 60"), processes: 2, stop.Token);
        while (!System.IO.File.Exists(marks) || System.IO.File.ReadAllLines(marks).Length < 2)
        {
            await Task.Delay(10);
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.All(await System.IO.File.ReadAllLinesAsync(marks), id => Assert.Throws<ArgumentException>(() => Process.GetProcessById(int.Parse(id, System.Globalization.CultureInfo.InvariantCulture))));
    }

    private static ProcessStartInfo Shell(string command) => new(ShellFactAttribute.Path, ["-c", command]);

    private sealed class Told : IProgress<SweepProgress>
    {
        public List<SweepProgress> Reports { get; } = [];

        public void Report(SweepProgress value) => Reports.Add(value);
    }
}
