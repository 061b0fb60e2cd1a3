using AttnGen.StrategyFiles;

namespace AttnGen;

/// <summary>From what a file says to the builder.</summary>
internal static class FileStrategyExtensions
{
    public static void Declare(this FileStrategy strategy, TuneStrategyBuilder builder)
    {
        if (strategy.Lora is { } lora)
        {
            builder.Lora(lora.Rank, lora.Alpha, lora.Dropout);
        }

        foreach (var role in strategy.Tuned)
        {
            builder.Tune(Enum.Parse<Matrix>(role.Role), role.LrScale, role.WeightDecay, role.Layers);
        }

        foreach (var role in strategy.Frozen)
        {
            builder.Freeze(Enum.Parse<Matrix>(role));
        }
    }
}
