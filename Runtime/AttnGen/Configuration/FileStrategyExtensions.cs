using AttnGen.StrategyFiles;

namespace AttnGen;

/// <summary>From what a file says to the builder.</summary>
internal static class FileStrategyExtensions
{
    /// <summary>Declares it; where it says nothing of the head, that has the model's own numbers.</summary>
    public static void Declare(this FileStrategy strategy, TuneStrategyBuilder builder, HeadDeclaration? own)
    {
        if (strategy.LowRank is { } lowRank)
        {
            builder.Use(LowRankTuning.Of(lowRank.Kind, lowRank.Rank, lowRank.Alpha, lowRank.Dropout));
        }

        foreach (var role in strategy.Tuned)
        {
            builder.Tune(Enum.Parse<Matrix>(role.Role), role.LrScale, role.WeightDecay, role.Layers);
        }

        foreach (var role in strategy.Frozen)
        {
            builder.Freeze(Enum.Parse<Matrix>(role));
        }

        if (strategy.IsPaper)
        {
            builder.Grouping(Grouping.Paper);
        }

        if (strategy.FreezesHead)
        {
            builder.FreezeHead();
        }
        else if (strategy.Head is not null || own is not null)
        {
            builder.Head(strategy.Head?.LrScale ?? own?.LrScale ?? 1, strategy.Head?.WeightDecay ?? own?.WeightDecay ?? double.NaN);
        }
    }
}
