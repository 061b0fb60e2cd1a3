using AttnGen.StrategyFiles;

namespace AttnGen;

/// <summary>What a strategy file says to run: every combination of its lists. Immutable.</summary>
public sealed class StrategySweep
{
    internal StrategySweep(FileSweep sweep)
    {
        Tasks = Values(sweep.Tasks);
        Strategies = [.. sweep.Strategies.Select(strategy => strategy.Name)];
        LearningRates = Values(sweep.LearningRates);
        Lambdas = Values(sweep.Lambdas);
        Ranks = Values(sweep.Ranks);
        Seeds = sweep.Seeds.Count == 0 ? [1] : Values(sweep.Seeds);
    }

    /// <summary>The tasks, as the program names them; at least one.</summary>
    public IReadOnlyList<string> Tasks { get; }

    /// <summary>The names of the strategies; all of the file's where the sweep names none.</summary>
    public IReadOnlyList<string> Strategies { get; }

    /// <summary>The base learning rates; at least one.</summary>
    public IReadOnlyList<double> LearningRates { get; }

    /// <summary>V's factors on the base rate, in the place of each strategy's own; empty where those stand.</summary>
    public IReadOnlyList<double> Lambdas { get; }

    /// <summary>The adapters' ranks, in the place of each strategy's own; empty where those stand.</summary>
    public IReadOnlyList<int> Ranks { get; }

    /// <summary>The seeds; 1 alone where the sweep names none.</summary>
    public IReadOnlyList<long> Seeds { get; }

    private static IReadOnlyList<T> Values<T>(IReadOnlyList<FileItem<T>> items) => [.. items.Select(item => item.Value)];
}
