namespace AttnGen.Training;

/// <summary>Every combination of tasks, strategies, rates and seeds.</summary>
public sealed record SweepGrid
{
    /// <summary>The tasks, as the program names them.</summary>
    public required IReadOnlyList<string> Tasks { get; init; }

    /// <summary>The strategies.</summary>
    public required IReadOnlyList<TuneStrategy> Strategies { get; init; }

    /// <summary>The base learning rates.</summary>
    public required IReadOnlyList<double> LearningRates { get; init; }

    /// <summary>The seeds; 1 alone by default.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [1];

    /// <summary>The grid of a strategy file's <c>sweep</c>, which the compiler checked where the file is one of the project's.</summary>
    /// <typeparam name="TModel">The model class that the file is for.</typeparam>
    /// <param name="path">The file, in UTF-8.</param>
    /// <exception cref="StrategyFileException">The file cannot be read, something in it is wrong, it has no sweep or is for another model.</exception>
    public static SweepGrid FromFile<TModel>(string path) => Of<TModel>(StrategyDocument.Load(path));

    /// <summary>The grid of a document's <c>sweep</c>.</summary>
    /// <typeparam name="TModel">The model class that the document is for.</typeparam>
    /// <param name="document">The document.</param>
    /// <exception cref="StrategyFileException">It has no sweep, is for another model, or the model cannot honour a strategy.</exception>
    public static SweepGrid Of<TModel>(StrategyDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        IReadOnlyList<TuneStrategy<TModel>> strategies = document.SweepStrategies<TModel>();
        StrategySweep sweep = document.Sweep!;
        return new SweepGrid { Tasks = sweep.Tasks, Strategies = strategies, LearningRates = sweep.LearningRates, Seeds = sweep.Seeds };
    }

    /// <summary>The cells, task by task, then strategy by strategy, rate by rate and seed by seed; what comes up twice is there once.</summary>
    /// <exception cref="ArgumentException">A list is empty, a task has no name, or a rate is not positive and finite.</exception>
    public IReadOnlyList<SweepCell> Cells()
    {
        Require(Tasks, nameof(Tasks), string.IsNullOrWhiteSpace, "a name");
        Require(Strategies, nameof(Strategies), strategy => strategy is null, "a strategy");
        Require(LearningRates, nameof(LearningRates), rate => !double.IsFinite(rate) || rate <= 0, "a positive number");
        Require(Seeds, nameof(Seeds), _ => false, "a number");
        return
        [
            .. (from task in Tasks
                from strategy in Strategies
                from rate in LearningRates
                from seed in Seeds
                select new SweepCell(task, strategy, rate, seed)).DistinctBy(cell => cell.Description),
        ];
    }

    private static void Require<T>(IReadOnlyList<T> values, string name, Func<T, bool> isWrong, string expected)
    {
        if (values is not { Count: > 0 })
        {
            throw new ArgumentException($"{name} of the grid is empty: there is nothing to run.", name);
        }

        if (values.FirstOrDefault(isWrong) is var wrong && values.Any(isWrong))
        {
            throw new ArgumentException(FormattableString.Invariant($"{name} of the grid has '{wrong}' where {expected} is expected."), name);
        }
    }
}
