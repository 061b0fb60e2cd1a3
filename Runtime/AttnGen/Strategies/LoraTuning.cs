using AttnGen.Adapters;
using TorchSharp;

namespace AttnGen;

/// <summary>Low-rank adaptation (Hu et al. 2021): <c>y = W x + b + (alpha / rank) B A dropout(x)</c>, A and B trained.</summary>
public sealed record LoraTuning : LowRankTuning
{
    /// <summary>Declares low-rank adaptation.</summary>
    /// <param name="rank">The rank r; at least 1, and no larger than the smaller side of each matrix.</param>
    /// <param name="alpha">The scale's numerator; positive and finite.</param>
    /// <param name="dropout">The probability of dropping an element of the adapter's input, in [0, 1).</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public LoraTuning(int rank, double alpha, double dropout = 0)
        : base(rank, alpha, dropout)
    {
    }

    internal override LowRankKind Kind => LowRankKind.Lora;

    internal override LowRankAdapter Adapter(torch.Tensor weight, IReadOnlyList<torch.Tensor> tensors) => new LoraAdapter(this, weight, tensors);
}
