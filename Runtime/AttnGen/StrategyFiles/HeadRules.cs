namespace AttnGen.StrategyFiles;

/// <summary>What is said where a strategy and a model's heads do not fit; the same at run time and when compiling.</summary>
internal static class HeadRules
{
    public const string DifferId = "ATG0208";

    /// <summary>A format, of the model's name.</summary>
    public const string Differ = "The heads in '{0}' have different numbers, and they are one group. Give them the same LrScale and WeightDecay.";

    public static string NoHead(string model) => $"\"head\" has numbers, and '{model}' has no head. Remove them, or mark a member of the model with [Head].";
}
