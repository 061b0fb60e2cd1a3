using System.Globalization;

namespace AttnGen;

/// <summary>Low-rank adaptation (Hu et al. 2021): <c>y = W x + b + (alpha / rank) B A dropout(x)</c>, A and B trained.</summary>
public sealed record LoraTuning : TuningMethod
{
    /// <summary>Declares low-rank adaptation.</summary>
    /// <param name="rank">The rank r; at least 1, and no larger than the smaller side of each matrix.</param>
    /// <param name="alpha">The scale's numerator; positive and finite.</param>
    /// <param name="dropout">The probability of dropping an element of the adapter's input, in [0, 1).</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public LoraTuning(int rank, double alpha, double dropout = 0)
    {
        StrategyRules.Require(StrategyRules.Rank(rank), nameof(rank));
        StrategyRules.Require(StrategyRules.Alpha(alpha), nameof(alpha));
        StrategyRules.Require(StrategyRules.Dropout(dropout), nameof(dropout));
        Rank = rank;
        Alpha = alpha;
        Dropout = dropout;
    }

    /// <summary>The rank r.</summary>
    public int Rank { get; }

    /// <summary>The scale's numerator.</summary>
    public double Alpha { get; }

    /// <summary>The probability of dropping an element of the adapter's input while training.</summary>
    public double Dropout { get; }

    /// <summary><c>alpha / rank</c>.</summary>
    public double Scale => Alpha / Rank;

    internal override string Describe() =>
        string.Create(CultureInfo.InvariantCulture, $"lora rank={Rank} alpha={Alpha:R} dropout={Dropout:R}");
}
