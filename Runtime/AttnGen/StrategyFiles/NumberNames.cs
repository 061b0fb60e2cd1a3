namespace AttnGen.StrategyFiles;

/// <summary>What numbers and groups are called: in files, and where a session explains where its numbers come from. The generator compiles this file too.</summary>
internal static class NumberNames
{
    public const string Rank = "rank";
    public const string Alpha = "alpha";
    public const string Dropout = "dropout";
    public const string LrScale = "lrScale";
    public const string WeightDecay = "weightDecay";
    public const string LearningRate = "learningRate";
    public const string Beta1 = "beta1";
    public const string Beta2 = "beta2";
    public const string Epsilon = "epsilon";
    public const string MaxGradientNorm = "maxGradientNorm";
    public const string Seed = "seed";
    public const string Schedule = "schedule";
    public const string Total = "total";
    public const string WarmUp = "warmUp";
    public const string Head = "head";

    /// <summary>A number of a group, or of the schedule: <c>value[last:4].lrScale</c>.</summary>
    public static string Of(string owner, string number) => $"{owner}.{number}";

    /// <summary>A projection's group: <c>value</c>, <c>value[last:4]</c>.</summary>
    /// <param name="role">Q, K or V.</param>
    /// <param name="layers">The selection's text.</param>
    public static string Group(string role, string layers)
    {
        var word = role switch { "Q" => "query", "K" => "key", _ => "value" };
        return layers == LayerSelection.Every ? word : $"{word}[{layers}]";
    }
}
