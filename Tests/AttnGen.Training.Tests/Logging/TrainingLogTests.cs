using System.Globalization;
using AttnGen.Training.Tests.Support;
using Microsoft.Extensions.Logging;

namespace AttnGen.Training.Tests.Logging;

public sealed class TrainingLogTests
{
    [Fact]
    public void A_run_is_told_with_stable_ids_and_structured_values_in_every_culture()
    {
        LogLines lines = Cultures.In("nan", () => Run(new TrainingLoopOptions { Epochs = 2 }));
        Assert.Equal(
            [(1, "RunStarted"), (3, "StepCompleted"), (4, "EpochCompleted"), (5, "EvaluationCompleted"), (3, "StepCompleted"), (4, "EpochCompleted"), (5, "EvaluationCompleted"), (6, "RunCompleted")],
            lines.Lines.Select(line => (line.Id.Id, line.Id.Name!)));
        Assert.Equal("The run begins: 20 steps in 2 epochs, query 1.0e-2  value 4.0e-2  head 1.0e-2", lines.Lines[0].Text);
        Assert.Equal((10L, 20L), (lines.Lines[1].Values["Step"], lines.Lines[1].Values["TotalSteps"]));
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"loss {lines.Lines[1].Values["Loss"]:F4}"), lines.Lines[1].Text, StringComparison.Ordinal);
        Assert.Matches(@"^Evaluated 40 examples after step 10 in 0\.\d s: loss 0\.\d{4}  accuracy [01]\.\d{4}$", lines.Lines[3].Text);
        Assert.All(lines.Lines, line => Assert.Equal(LogLevel.Information, line.Level));
    }

    [Fact]
    public void A_resumed_run_and_a_stopped_one_say_so()
    {
        using TinyRun run = new();
        LogLines lines = new();
        using CancellationTokenSource stop = new();
        TrainingLoop loop = run.Loop(new TrainingLoopOptions { Epochs = 2, Callbacks = [new TrainingLog(lines, 5), new Listener { AtStep = step => { if (step.Step == 13) { stop.Cancel(); } } }] });
        loop.Run(stop.Token);
        Assert.Equal("RunStopped", lines.Lines[^1].Id.Name);
        loop.Run();
        Assert.Equal("The run goes on after step 13 of 20, query 3.5e-3  value 1.4e-2  head 3.5e-3", lines.Lines.Single(line => line.Id.Name == "RunResumed").Text);
        Assert.Equal([5L, 10L, 15L, 20L], lines.Lines.Where(line => line.Id.Id == 3).Select(line => line.Values["Step"]));
    }

    [Fact]
    public void A_loss_that_is_not_finite_and_any_other_end_are_errors_with_their_step()
    {
        LogLines lines = new();
        using TinyRun run = new();
        Assert.Throws<NonFiniteException>(() => run.Loop(new TrainingLoopOptions { Callbacks = [new TrainingLog(lines)] }, float.NaN).Run());
        Assert.Equal((LogLevel.Error, "RunDiverged"), (lines.Lines[^1].Level, lines.Lines[^1].Id.Name));
        Assert.IsType<NonFiniteException>(lines.Lines[^1].Exception);

        Listener failing = new() { AtStep = step => throw new InvalidTimeZoneException() };
        Assert.Throws<InvalidTimeZoneException>(() => run.Loop(new TrainingLoopOptions { Callbacks = [new TrainingLog(lines), failing] }).Run());
        Assert.Equal((LogLevel.Error, "RunFailed", 1L), (lines.Lines[^1].Level, lines.Lines[^1].Id.Name, lines.Lines[^1].Values["Step"]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingLog(lines, 0));
    }

    private static LogLines Run(TrainingLoopOptions options)
    {
        using TinyRun run = new();
        LogLines lines = new();
        run.Loop(options with { Callbacks = [new TrainingLog(lines)], Evaluate = run.Evaluate }).Run();
        return lines;
    }
}
