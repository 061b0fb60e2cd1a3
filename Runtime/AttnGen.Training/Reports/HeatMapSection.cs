using System.Xml.Linq;

namespace AttnGen.Training;

/// <summary>
/// The results of one task over the base learning rate and V's rate (<see cref="SweepResult.LearningRate"/> times <see cref="SweepResult.ValueLrScale"/>), as a picture and a table: means
/// over seeds in percent. The best cell is marked; cells that diverged say so, and those that were not run are an en dash.
/// </summary>
public sealed record HeatMapSection : ReportSection
{
    /// <summary>The task.</summary>
    public required string Task { get; init; }

    /// <summary>Runs of one kind of strategy that differ in their rates and seeds; those of other tasks are left out.</summary>
    public required IReadOnlyList<SweepResult> Results { get; init; }

    /// <summary>The metric that a task is reported by, as results name it. More is better.</summary>
    public required Func<string, string> Metric { get; init; }

    /// <inheritdoc/>
    internal override IEnumerable<SweepResult> Runs => Results.Where(result => result.Task == Task);

    /// <inheritdoc/>
    internal override IEnumerable<XElement> Body(ReportPictures pictures)
    {
        SweepResult[] runs = [.. Runs];
        if (runs.Length == 0)
        {
            return [Html.Element("p", $"No results of {Task}.")];
        }

        RateGrid grid = RateGrid.Of(Title, runs, Metric);
        string shown = $"{Task}, {Metric(Task)} in percent by base learning rate and learning rate of V";
        return
        [
            pictures.Figure("heat-map", HeatMapPicture.Draw(grid, $"{Task}: {Metric(Task)}, %"), HeatMapPicture.SizeOf(grid), $"Heat map: {shown}. {Best(grid)} The numbers are in the table below.", $"{shown}, means over seeds. {Best(grid)}"),
            Table(grid, shown),
        ];
    }

    private static string Best(RateGrid grid) => grid.Best is { } best
        ? $"Best: {ReportNumber.Percent(grid[best.Base, best.Value].Mean!.Value)} at {ReportNumber.Rate(grid.BaseRates[best.Base])} and {ReportNumber.Rate(grid.ValueRates[best.Value])} (factor {ReportNumber.Factor(grid.ValueRates[best.Value] / grid.BaseRates[best.Base])})."
        : "No cell has a score of every run.";

    /// <summary>The highest base rate first, as in the picture.</summary>
    private static XElement Table(RateGrid grid, string shown) => Html.Table(
        shown,
        ["\u03B7 \\ rate of V", .. grid.ValueRates.Select(ReportNumber.Rate)],
        Enumerable.Range(0, grid.BaseRates.Count).Reverse().Select(row => (
            Html.Head(ReportNumber.Rate(grid.BaseRates[row])),
            grid.ValueRates.Select((_, column) => ScoreCells.Cell(grid[row, column], (row, column) == grid.Best)))));
}
