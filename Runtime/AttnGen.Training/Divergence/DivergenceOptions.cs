namespace AttnGen.Training;

/// <summary>When a <see cref="DivergenceGuard"/> stops a run. Losses are smoothed over about 20 steps.</summary>
public sealed record DivergenceOptions
{
    /// <summary>
    /// The loss of guessing: the entropy of the labels in nats, as <see cref="ChanceLoss.Of"/> gives it, or the targets' variance for a mean squared error. Null leaves
    /// out all that compares with it.
    /// </summary>
    public double? ChanceLoss { get; init; }

    /// <summary>For how many steps in a row the loss must be above a bound, or below one, to count. 25 by default.</summary>
    public int Patience { get; init; } = 25;

    /// <summary>A loss of at least this share of chance is at chance. 0.97 by default.</summary>
    public double AtChance { get; init; } = 0.97;

    /// <summary>A loss below this share of chance has left it. 0.9 by default.</summary>
    public double LeftChance { get; init; } = 0.9;

    /// <summary>The steps within which the loss must leave chance; null, the default, waits for ever: a hard task may begin to be learned late.</summary>
    public long? LearnsWithin { get; init; }

    /// <summary>A loss above this multiple of chance, and of the first loss that the guard saw where that is higher, explodes. 2 by default.</summary>
    public double ExplodingLoss { get; init; } = 2;

    /// <summary>A gradient's norm above this multiple of the median of the last 50 (at least 5) that were not explodes. 100 by default.</summary>
    public double ExplodingGradient { get; init; } = 100;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Patience);
        Require(ChanceLoss is null or > 0 and < double.PositiveInfinity, nameof(ChanceLoss), "null, or positive and finite");
        Require(AtChance is > 0 and < double.PositiveInfinity, nameof(AtChance), "positive and finite");
        Require(LeftChance > 0 && LeftChance < AtChance, nameof(LeftChance), $"positive and below {nameof(AtChance)}");
        Require(LearnsWithin is null or > 0, nameof(LearnsWithin), "null, or at least 1");
        Require(ExplodingLoss > 1, nameof(ExplodingLoss), "above 1");
        Require(ExplodingGradient > 1, nameof(ExplodingGradient), "above 1");
    }

    private static void Require(bool holds, string name, string expected)
    {
        if (!holds)
        {
            throw new ArgumentException($"{name} is {expected}.", name);
        }
    }
}
