using AttnGen.Training.Tests.Support;

namespace AttnGen.Training.Tests.Telemetry;

public sealed class TensorBoardLogTests : IDisposable
{
    private readonly OwnDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void A_run_and_its_resumed_part_are_one_series_of_what_the_loop_reports()
    {
        using TinyRun run = new();
        RunRecorder recorder = new("board");
        using CancellationTokenSource stop = new();
        Listener stopping = new() { AtStep = step => { if (step.Step == 13) { stop.Cancel(); } } };
        double before = DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 1;
        TrainingLoop loop = run.Loop(new TrainingLoopOptions { Epochs = 2, Callbacks = [new TensorBoardLog(directory.Path), recorder, stopping], Evaluate = run.Evaluate });
        _ = Cultures.In("nan", () => loop.Run(stop.Token));
        _ = Cultures.In("nan", () => loop.Run());

        List<EventRecord>[] files = [.. directory.Entries.Order(StringComparer.Ordinal).Select(EventFile.Read)];
        Assert.Equal(2, files.Length);
        Assert.All(directory.Entries, file => Assert.StartsWith("events.out.tfevents.", Path.GetFileName(file), StringComparison.Ordinal));
        Assert.All(files, file => Assert.Equal("brain.Event:2", file[0].FileVersion));
        List<EventRecord> events = [.. files.SelectMany(file => file.Skip(1))];
        Assert.All(events, record => Assert.InRange(record.WallTime, before, before + 600));
        Assert.Equal(13, files[0].Max(record => record.Step));
        Assert.Equal(14, files[1].Where(record => record.Tag == "train/loss").Min(record => record.Step));
        Assert.Equal(recorder.Steps.Select(step => (step.Step, (float)step.Loss)), Series(events, "train/loss"));
        Assert.Equal(recorder.Steps.Select(step => (step.Step, (float)step.GradientNorm!)), Series(events, "train/gradient_norm"));
        Assert.Equal(recorder.Steps.Select(step => (step.Step, (float)(step.Tokens / step.Seconds))), Series(events, "train/tokens_per_second"));
        foreach ((string group, int index) in new[] { ("query", 0), ("value", 1), ("head", 2) })
        {
            Assert.Equal(recorder.Steps.Select(step => (step.Step, (float)step.Rates[index].Rate)), Series(events, $"rate/{group}"));
        }

        Assert.Equal(recorder.Evaluations.Select(evaluation => (evaluation.Step, (float)evaluation.Result.Loss)), Series(events, "evaluation/loss"));
        Assert.Equal(recorder.Evaluations.Select(evaluation => (evaluation.Step, (float)evaluation.Result.Accuracy!)), Series(events, "evaluation/accuracy"));
        Assert.Equal(8, events.Select(record => record.Tag).Distinct().Count());
    }

    [Fact]
    public void Only_every_so_many_steps_are_written_and_each_is_there_at_once()
    {
        using TinyRun run = new();
        List<long> seen = [];
        Listener reading = new() { AtStep = _ => seen = [.. Series(EventFile.Read(directory.Entries.Single()), "train/loss").Select(point => point.Step)] };
        run.Loop(new TrainingLoopOptions { Callbacks = [new TensorBoardLog(directory.Path, everySteps: 4), reading] }).Run();
        Assert.Equal([4, 8], seen);
        Assert.Throws<ArgumentOutOfRangeException>(() => new TensorBoardLog(directory.Path, 0));
        Assert.Throws<ArgumentException>(() => new TensorBoardLog(" "));
    }

    private static IEnumerable<(long Step, float Value)> Series(IEnumerable<EventRecord> events, string tag) => events.Where(record => record.Tag == tag).Select(record => (record.Step, record.Value));
}
