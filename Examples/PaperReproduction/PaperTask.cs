using AttnGen.Training;

namespace PaperReproduction;

/// <summary>
/// A task in the size in which it is run here: how many of its training examples, and for how many epochs. In the paper's size all of them, and the paper's epochs.
/// </summary>
/// <param name="Task">The task.</param>
/// <param name="Examples">How many training examples, drawn once and for all; null for all.</param>
/// <param name="Epochs">How often each is used.</param>
/// <param name="PaperEpochs">How often in the paper.</param>
internal sealed record PaperTask(GlueTask Task, int? Examples, int Epochs, int PaperEpochs)
{
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

    /// <exception cref="FormatException">There is no such task.</exception>
    public static PaperTask Parse(string name)
    {
        GlueTask task = GlueTask.Parse(name);
        return All.Single(each => each.Task == task);
    }
}
