using System.Globalization;
using Spectre.Console;

namespace AttnGen.Training;

/// <summary>A bar on a terminal with a line of text below, drawn again ten times a second by a thread of the console library.</summary>
internal sealed class LiveBar : IDisposable
{
    /// <summary>Below this width the bar itself gives way to the step and the time left.</summary>
    private const int NarrowWidth = 60;

    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ProgressTask> begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long total;
    private readonly Task display;
    private volatile string text = "";

    private LiveBar(IAnsiConsole console, long first, long total)
    {
        this.total = total;
        TaskDescriptionColumn description = new() { Alignment = Justify.Left };
        ProgressColumn[] columns = console.Profile.Width < NarrowWidth
            ? [description]
            : [description, new ProgressBarColumn { Width = Math.Min(40, console.Profile.Width - 40) }, new PercentageColumn()];
        Progress progress = console.Progress().AutoClear(false).Columns(columns);
        progress.RenderHook = (renderable, _) => text.Length == 0 ? renderable : new Rows(renderable, new Text(text));
        display = progress.StartAsync(async context =>
        {
            begun.SetResult(context.AddTask(Description(first, null), autoStart: true, maxValue: Math.Max(1, total)));
            await ended.Task.ConfigureAwait(false);
        });
    }

    /// <summary>Shows a bar; null where the console cannot, because another display is running on it.</summary>
    public static LiveBar? TryShow(IAnsiConsole console, long first, long total)
    {
        LiveBar bar = new(console, first, total);
        Task.WaitAny(bar.begun.Task, bar.display);
        if (!bar.begun.Task.IsCompleted)
        {
            _ = bar.display.Exception;
            return null;
        }

        bar.begun.Task.Result.Value = first;
        return bar;
    }

    public void Show(long step, TimeSpan left, string line)
    {
        ProgressTask task = begun.Task.Result;
        text = line;
        task.Description = Description(step, left);
        task.Value = step;
    }

    public void Dispose()
    {
        ended.TrySetResult();
        display.GetAwaiter().GetResult();
    }

    private string Description(long step, TimeSpan? left) => Markup.Escape(string.Create(
        CultureInfo.InvariantCulture,
        $"step {step}/{total}{(left is { } time ? $"  {ProgressLine.Of(time)} left" : "")}"));
}
