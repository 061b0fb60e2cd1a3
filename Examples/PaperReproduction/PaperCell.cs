using System.Globalization;
using AttnGen;
using AttnGen.Training;

namespace PaperReproduction;

/// <summary>A cell in the paper's terms, which a command line can carry to a process of its own.</summary>
/// <param name="Task">The task.</param>
/// <param name="Stage">What it is run for, which decides what it is measured on.</param>
/// <param name="Strategy">The strategy.</param>
/// <param name="Rate">The base rate.</param>
/// <param name="Seed">The seed.</param>
internal sealed record PaperCell(PaperTask Task, PaperStage Stage, PaperStrategy Strategy, double Rate, long Seed)
{
    /// <summary>The task in result files: <c>SST-2</c>, or <c>SST-2 (rates)</c>.</summary>
    public string TaskName => NameOf(Task, Stage);

    public SweepCell ToCell() => new(TaskName, Strategy.For<TaskClassifier>(), Rate, Seed);

    public static string NameOf(PaperTask task, PaperStage stage) => stage switch
    {
        PaperStage.Rates => $"{task.Task.Name} (rates)",
        PaperStage.HeatMap => $"{task.Task.Name} (heat map)",
        PaperStage.FrozenKeyMap => $"{task.Task.Name} (heat map, K frozen)",
        _ => task.Task.Name,
    };

    /// <summary>The metric of a task in result files.</summary>
    public static string MetricOf(string taskName) => GlueTask.Parse(taskName.Split(" (")[0]).Reported;

    public IEnumerable<string> ToArguments() =>
    [
        "--cell-task", Task.Task.Name,
        "--cell-stage", $"{Stage}",
        "--cell-targets", string.Concat(new[] { Matrix.Q, Matrix.K, Matrix.V }.Where(role => Strategy.Targets.HasFlag(role))),
        "--cell-method", Strategy.Method.Name,
        .. Strategy.Method is LowRankTuning adapter
            ? ["--cell-rank", adapter.Rank.ToString(CultureInfo.InvariantCulture), "--cell-alpha", adapter.Alpha.ToString("R", CultureInfo.InvariantCulture)]
            : Array.Empty<string>(),
        "--cell-lambda", Strategy.Lambda.ToString("R", CultureInfo.InvariantCulture),
        "--cell-rate", Rate.ToString("R", CultureInfo.InvariantCulture),
        "--cell-seed", Seed.ToString(CultureInfo.InvariantCulture),
    ];
}
