using AttnGen.Training;

namespace PaperReproduction;

/// <summary>
/// A task in the size in which it is run here: how many of its training examples, and for how many epochs. In the paper's size all of them, and <see cref="EpochsOf"/>.
/// </summary>
/// <param name="Task">The task.</param>
/// <param name="Examples">How many training examples, drawn once and for all; null for all.</param>
/// <param name="Epochs">How often each is used.</param>
/// <param name="TableEpochs">How often in the paper's Table 2.</param>
internal sealed record PaperTask(GlueTask Task, int? Examples, int Epochs, int TableEpochs)
{
    /// <summary>How often each example is used in Figure 1 of the paper.</summary>
    private const int FigureEpochs = 6;

    public static IReadOnlyList<PaperTask> All { get; } =
    [
        new(GlueTask.Sst2, 6000, 3, 10),
        new(GlueTask.Rte, null, 5, 20),
        new(GlueTask.Mrpc, null, 3, 20),
        new(GlueTask.Cola, null, 3, 20),
        new(GlueTask.StsB, null, 4, 20),
        new(GlueTask.Qnli, 6000, 3, 10),
        new(GlueTask.Qqp, 6000, 3, 10),
        new(GlueTask.Mnli, 6000, 3, 10),
    ];

    /// <summary>How often each example is used. Table 1's cells are Table 2's too, and have its epochs, not the 30 that the paper gives Table 1.</summary>
    public int EpochsOf(PaperStage stage, bool full) => (stage, full) switch
    {
        (_, false) => Epochs,
        (PaperStage.HeatMap, true) => FigureEpochs,
        _ => TableEpochs,
    };

    /// <summary>The tasks that have results in the tables.</summary>
    public static IReadOnlyList<PaperTask> ReportedIn(IReadOnlyList<SweepResult> results) => [.. All.Where(task => results.Any(result => result.Task == task.Task.Name))];

    /// <exception cref="FormatException">There is no such task.</exception>
    public static PaperTask Parse(string name)
    {
        GlueTask task = GlueTask.Parse(name);
        return All.Single(each => each.Task == task);
    }
}
