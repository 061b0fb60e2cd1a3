using System.Globalization;
using AttnGen.Adapters;
using TorchSharp;

namespace AttnGen;

/// <summary>Tuning by adapters of low rank: A <c>[rank, in]</c> and B <c>[out, rank]</c> beside each matrix, which stays as it is.</summary>
public abstract record LowRankTuning : TuningMethod
{
    private protected LowRankTuning(int rank, double alpha, double dropout)
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

    /// <summary>The kind.</summary>
    internal abstract LowRankKind Kind { get; }

    /// <inheritdoc/>
    public sealed override string Name => Kind.Key();

    /// <summary>A kind's method with these numbers.</summary>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    internal static LowRankTuning Of(LowRankKind kind, int rank, double alpha, double dropout) =>
        kind == LowRankKind.Dora ? new DoraTuning(rank, alpha, dropout) : new LoraTuning(rank, alpha, dropout);

    /// <summary>The trained tensors of an adapter beside a matrix <c>[features, width]</c>: A, B and what the kind has besides.</summary>
    internal virtual IReadOnlyList<AdapterTensor> TensorsOf(long width, long features) => [new(PeftNames.MatrixA, [Rank, width]), new(PeftNames.MatrixB, [features, Rank])];

    /// <summary>The adapter of given tensors, in the order of <see cref="TensorsOf"/>, which are copied; of A and B alone, what the kind has besides makes it change nothing where B is zero.</summary>
    internal abstract LowRankAdapter Adapter(torch.Tensor weight, IReadOnlyList<torch.Tensor> tensors);

    /// <inheritdoc/>
    internal sealed override string Describe() => string.Create(CultureInfo.InvariantCulture, $"{Name} rank={Rank} alpha={Alpha:R} dropout={Dropout:R}");
}
