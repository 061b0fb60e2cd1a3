using AttnGen.Training.Tests.Support;

namespace AttnGen.Training.Tests.Sweeps;

public sealed class SweepGridTests : IDisposable
{
    private static readonly TuneStrategy Strategy = TinySweep.Strategy(Matrix.Q, 1);

    private readonly string directory = Directory.CreateTempSubdirectory("attngen-tests-").FullName;

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

    [Fact]
    public void A_file_s_grid_runs()
    {
        string file = Path.Combine(directory, "grid.attngen.json");
        File.WriteAllText(file, $$"""
            {
              "model": "{{typeof(TinyModel).FullName}}",
              "strategies": { "Qv": { "lora": {}, "tune": { "Q": {}, "V": {} } }, "Head": { "head": {} } },
              "sweep": { "tasks": ["tiny"], "learningRates": [0.01], "ranks": [1, 2], "lambdas": [1, 4], "seeds": [1, 2] }
            }
            """);
        IReadOnlyList<SweepCell> cells = SweepGrid.FromFile<TinyModel>(file).Cells();
        IReadOnlyList<SweepResult> results = new Sweep(Path.Combine(directory, "cells.jsonl"), cells).Run(TinySweep.Run);

        Assert.Equal(10, results.Count);
        Assert.Equal([1, 1, 1, 1, 2, 2, 2, 2, null, null], results.Select(result => result.Rank));
        Assert.Equal([1, 1, 4, 4, 1, 1, 4, 4], results.Take(8).Select(result => result.ValueLrScale));
        Assert.All(results, result => Assert.Equal(SweepStatus.Finished, result.Status));
    }

    [Fact]
    public void Of_several_rates_of_V_none_is_recorded()
    {
        using TinyModel model = new();
        using TuningSession session = model.BeginTuning();
        double? Recorded(Action<TuneStrategyBuilder> declare) => SweepResult.FromJson(new SweepRecorder(new SweepCell("tiny", TuneStrategy<TinyPairModel>.Create(declare), 0.01, 1), session).Result().ToJson()).ValueLrScale;

        Assert.Equal(1, Recorded(strategy => strategy.Tune(Matrix.Q, lrScale: 2)));
        Assert.Equal(4, Recorded(strategy => strategy.Tune(Matrix.V, lrScale: 4, layers: "0").Tune(Matrix.V, lrScale: 4, layers: "1")));
        Assert.Null(Recorded(strategy => strategy.Tune(Matrix.V, lrScale: 4, layers: "0").Tune(Matrix.V, lrScale: 2, layers: "1")));
    }

    [Fact]
    public void A_file_for_another_model_or_without_a_sweep_has_no_grid()
    {
        StrategyDocument none = StrategyDocument.Parse($$"""{ "model": "{{typeof(TinyModel).FullName}}", "strategies": { "Head": { "head": {} } } }""", "a.json");

        Assert.Contains("has no \"sweep\"", Assert.Throws<StrategyFileException>(() => SweepGrid.Of<TinyModel>(none)).Message, StringComparison.Ordinal);
        Assert.Contains("ATG0508", Assert.Throws<StrategyFileException>(() => SweepGrid.Of<TinyPairModel>(none)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);
}
