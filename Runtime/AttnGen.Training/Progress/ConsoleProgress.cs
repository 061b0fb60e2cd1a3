using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace AttnGen.Training;

/// <summary>
/// Shows a <see cref="TrainingLoop"/>'s progress: a bar with loss, the rates of the named groups, speed and time left on a terminal; a plain line every
/// few seconds where the output goes to a file or a pipe.
/// </summary>
/// <param name="console">The console; the process's own for null.</param>
/// <param name="interval">How often a plain line is written; 10 seconds by default.</param>
public sealed class ConsoleProgress(IAnsiConsole? console = null, TimeSpan? interval = null) : ITrainingCallback, IDisposable
{
    private readonly IAnsiConsole console = console ?? AnsiConsole.Console;
    private readonly TimeSpan interval = interval ?? TimeSpan.FromSeconds(10);
    private readonly SmoothedLoss loss = new();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task display = Task.CompletedTask;
    private ProgressTask? bar;
    private long total;
    private long began;
    private long examples;
    private long firstStep;
    private long lastLine;

    /// <inheritdoc/>
    public void OnStart(TrainingStart start)
    {
        ArgumentNullException.ThrowIfNull(start);
        total = start.TotalSteps;
        firstStep = start.Step;
        began = lastLine = Stopwatch.GetTimestamp();
        if (console.Profile.Capabilities.Interactive && console.Profile.Capabilities.Ansi)
        {
            ShowBar(start);
        }
    }

    /// <inheritdoc/>
    public void OnStep(StepReport step)
    {
        ArgumentNullException.ThrowIfNull(step);
        examples += step.Examples;
        loss.Add(step.Loss);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var line = ProgressLine.Of(step, loss.Value, examples / Math.Max(seconds, 1e-9));
        if (bar is not null)
        {
            bar.Description = Markup.Escape(line);
            bar.Value = step.Step;
        }
        else if (Stopwatch.GetElapsedTime(lastLine) >= interval || step.Step == total)
        {
            lastLine = Stopwatch.GetTimestamp();
            var left = TimeSpan.FromSeconds(seconds / (step.Step - firstStep) * (total - step.Step));
            // Past the console, which would wrap the line.
            console.Profile.Out.Writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"step {step.Step}/{total}  {line}  {left:m\\:ss} left"));
        }
    }

    /// <inheritdoc/>
    public void OnEvaluation(EvaluationReport evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        console.WriteLine(ProgressLine.Of(evaluation));
    }

    /// <inheritdoc/>
    public void OnEnd(TrainingOutcome outcome) => Dispose();

    /// <summary>Takes the bar off; the terminal is as it was before.</summary>
    public void Dispose()
    {
        ended.TrySetResult();
        display.GetAwaiter().GetResult();
        bar = null;
    }

    private void ShowBar(TrainingStart start)
    {
        using var ready = new ManualResetEventSlim();
        display = console.Progress().AutoClear(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                bar = context.AddTask("starting", maxValue: start.TotalSteps);
                bar.Value = start.Step;
                ready.Set();
                await ended.Task.ConfigureAwait(false);
            });
        ready.Wait();
    }
}
