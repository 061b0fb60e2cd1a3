using System.Collections.Generic;
using System.Linq;

namespace AttnGen.StrategyFiles;

/// <summary>What a file says to run: every combination of its lists. Lists that it leaves out are empty.</summary>
internal sealed record FileSweep
{
    public IReadOnlyList<FileItem<string>> Tasks { get; init; } = [];

    /// <summary>The strategies: those that it names, or all of the file.</summary>
    public IReadOnlyList<FileStrategy> Strategies { get; init; } = [];

    public IReadOnlyList<FileItem<double>> LearningRates { get; init; } = [];

    /// <summary>V's factors on the base rate, in the place of the one that a strategy states.</summary>
    public IReadOnlyList<FileItem<double>> Lambdas { get; init; } = [];

    /// <summary>The adapters' ranks, in the place of the one that a strategy states.</summary>
    public IReadOnlyList<FileItem<int>> Ranks { get; init; } = [];

    public IReadOnlyList<FileItem<long>> Seeds { get; init; } = [];

    /// <summary>The strategies by rank and lambda, one after the other; a strategy without adapters has no ranks, and one that leaves V alone no lambdas.</summary>
    public IEnumerable<FileStrategy> Variants() =>
        from strategy in Strategies
        from ranked in ByRank(strategy)
        from scaled in ByLambda(ranked)
        select scaled;

    /// <summary>A strategy with each of the ranks, or itself where there are none for it.</summary>
    public IEnumerable<FileStrategy> ByRank(FileStrategy strategy) => Ranks.Count == 0 || !strategy.HasRank ? [strategy] : Ranks.Select(strategy.WithRank);

    private IEnumerable<FileStrategy> ByLambda(FileStrategy strategy) => Lambdas.Count == 0 || !strategy.TunesValue ? [strategy] : Lambdas.Select(strategy.WithLambda);
}
