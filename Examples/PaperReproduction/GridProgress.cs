using AttnGen.Training;

namespace PaperReproduction;

/// <summary>How many cells of one task's stage are in a result file.</summary>
/// <param name="Name">The stage's name in result files.</param>
/// <param name="Done">The cells that are there.</param>
/// <param name="Total">All of them.</param>
internal sealed record GridProgress(string Name, int Done, int Total)
{
    /// <summary>A task's stages. Which cells the tables have is known once every rate was tried.</summary>
    public static IReadOnlyList<GridProgress> Of(PaperGrid grid, PaperTask task, IReadOnlyList<SweepResult> results)
    {
        HashSet<string> done = [.. results.Select(result => result.Id)];
        GridProgress rates = Stage(PaperStage.Rates, grid.Rates(task, results));
        return
        [
            rates,
            rates.Done == rates.Total ? Stage(PaperStage.Tables, grid.Tables(task, results)) : new GridProgress(PaperCell.NameOf(task, PaperStage.Tables), 0, grid.TablesCount),
            Stage(PaperStage.HeatMap, grid.HeatMap(task, PaperStage.HeatMap)),
            Stage(PaperStage.FrozenKeyMap, grid.HeatMap(task, PaperStage.FrozenKeyMap)),
        ];

        GridProgress Stage(PaperStage stage, IReadOnlyList<PaperCell> cells) => new(PaperCell.NameOf(task, stage), cells.Count(cell => done.Contains(cell.ToCell().Id)), cells.Count);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Done} of {Total}";
}
