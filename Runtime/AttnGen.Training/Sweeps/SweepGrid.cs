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
