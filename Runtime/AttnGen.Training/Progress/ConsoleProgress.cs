using System.Globalization;
using Spectre.Console;

namespace AttnGen.Training;

/// <summary>
/// Shows a <see cref="TrainingLoop"/>'s progress. On a terminal: a bar with step and time left, and below it the smoothed loss, the rates of the named
/// groups and the speed, wrapped to the terminal's width. Where the output goes to a file or a pipe: a plain line every few seconds.
/// </summary>
/// <remarks>The environment variable <c>NO_COLOR</c> is respected. Dispose it, so that the terminal is left in order where an exception ends the run.</remarks>
public sealed class ConsoleProgress : ITrainingCallback, IDisposable
{
    private readonly IAnsiConsole console;
    private readonly TimeSpan interval;
    private readonly TimeProvider time;
    private readonly SmoothedLoss loss = new();
    private Pace pace = new(0);
    private LiveBar? bar;
    private long total;
    private long lastLine;

    /// <summary>Makes a display; nothing shows before the run begins.</summary>
    /// <param name="console">The console; the process's own for null.</param>
    /// <param name="interval">How often a plain line is written; 10 seconds by default.</param>
    public ConsoleProgress(IAnsiConsole? console = null, TimeSpan? interval = null)
        : this(console ?? AnsiConsole.Console, interval ?? TimeSpan.FromSeconds(10), TimeProvider.System)
    {
    }

    internal ConsoleProgress(IAnsiConsole console, TimeSpan interval, TimeProvider time) => (this.console, this.interval, this.time) = (console, interval, time);

    /// <inheritdoc/>
    public void OnStart(TrainingStart start)
    {
        ArgumentNullException.ThrowIfNull(start);
        Dispose();
        total = start.TotalSteps;
        pace = new Pace(total);
        lastLine = time.GetTimestamp();
        if (console.Profile.Capabilities.Interactive && console.Profile.Capabilities.Ansi)
        {
            bar = LiveBar.TryShow(console, start.Step, total);
        }
    }

    /// <inheritdoc/>
    public void OnStep(StepReport step)
    {
        ArgumentNullException.ThrowIfNull(step);
        pace.Add(step);
        string line = ProgressLine.Of(step, loss.Add(step.Loss), pace.ExamplesPerSecond);
        if (bar is not null)
        {
            bar.Show(step.Step, pace.Left, line);
        }
        else if (time.GetElapsedTime(lastLine) >= interval || step.Step == total)
        {
            lastLine = time.GetTimestamp();
            WritePlain(string.Create(CultureInfo.InvariantCulture, $"step {step.Step}/{total}  {line}  {ProgressLine.Of(pace.Left)} left"));
        }
    }

    /// <inheritdoc/>
    public void OnEvaluation(EvaluationReport evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        if (bar is null)
        {
            WritePlain(ProgressLine.Of(evaluation));
        }
        else
        {
            console.WriteLine(ProgressLine.Of(evaluation));
        }
    }

    /// <inheritdoc/>
    public void OnEnd(TrainingOutcome outcome) => Dispose();

    /// <summary>Ends the bar, which stays as it last was; a second time does nothing.</summary>
    public void Dispose()
    {
        bar?.Dispose();
        bar = null;
    }

    /// <summary>Past the console, which would break a line at the width that it assumes of a file.</summary>
    private void WritePlain(string line)
    {
        console.Profile.Out.Writer.WriteLine(line);
        console.Profile.Out.Writer.Flush();
    }
}
