namespace AttnGen.StrategyFiles;

/// <summary>The options of a strategy in a file; null is the library's default.</summary>
internal sealed record FileOptions
{
    public double? LearningRate { get; init; }

    public double? WeightDecay { get; init; }

    public double? Beta1 { get; init; }

    public double? Beta2 { get; init; }

    public double? Epsilon { get; init; }

    public double? MaxGradientNorm { get; init; }

    /// <summary>Whether the file says <c>null</c>: gradients are not clipped.</summary>
    public bool IsUnclipped { get; init; }

    public long? Seed { get; init; }

    public FileSchedule? Schedule { get; init; }
}
