using AttnGen.Training.Tests.Support;

namespace AttnGen.Training.Tests.Sweeps;

public sealed class SweepGridTests
{
    private static readonly TuneStrategy Strategy = TinySweep.Strategy(Matrix.Q, 1);

    private static readonly SweepGrid Grid = new() { Tasks = ["a", "b"], Strategies = [Strategy], LearningRates = [1e-3, 1e-4], Seeds = [1, 2] };

    [Fact]
    public void It_has_every_combination_once_in_order()
    {
        IReadOnlyList<SweepCell> cells = (Grid with { Strategies = [Strategy, TinySweep.Strategy(Matrix.Q, 4)] }).Cells();
        Assert.Equal(8, cells.Count);
        Assert.Equal("a; lora rank=2 alpha=8 dropout=0; Q x1; head x1; rate=0.001; seed=1", cells[0].Description);
        Assert.Equal("b; lora rank=2 alpha=8 dropout=0; Q x1; head x1; rate=0.0001; seed=2", cells[^1].Description);
        Assert.Equal(8, cells.Select(cell => cell.Id).Distinct().Count());
    }

    [Fact]
    public void An_id_is_of_what_the_cell_says()
    {
        SweepCell cell = Grid.Cells()[0];
        Assert.Equal(cell.Id, new SweepCell("a", TinySweep.Strategy(Matrix.Q, 1), 0.001, 1).Id);
        Assert.Matches("^[0-9a-f]{16}$", cell.Id);
        Assert.Equal(cell.Description, Cultures.In("de-DE", () => cell.Description));
    }

    [Fact]
    public void What_cannot_be_run_is_refused_by_name()
    {
        Assert.Contains("Tasks of the grid is empty", Assert.Throws<ArgumentException>(() => (Grid with { Tasks = [] }).Cells()).Message, StringComparison.Ordinal);
        Assert.Contains("LearningRates of the grid has '-1'", Assert.Throws<ArgumentException>(() => (Grid with { LearningRates = [1e-3, -1] }).Cells()).Message, StringComparison.Ordinal);
        Assert.Contains("Tasks of the grid has ' '", Assert.Throws<ArgumentException>(() => (Grid with { Tasks = [" "] }).Cells()).Message, StringComparison.Ordinal);
        Assert.Contains("Seeds of the grid is empty", Assert.Throws<ArgumentException>(() => (Grid with { Seeds = [] }).Cells()).Message, StringComparison.Ordinal);
    }
}
