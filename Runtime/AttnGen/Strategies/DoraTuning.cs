using AttnGen.Adapters;
using TorchSharp;

namespace AttnGen;

/// <summary>
/// Weight-decomposed low-rank adaptation (Liu et al. 2024, arXiv 2402.09353): <c>W' = m (W + s B A) / ||W + s B A||</c> with s = alpha / rank; A, B and the
/// magnitude m <c>[out]</c> are trained. The norm is that of each output feature's row; the gradient takes it for a constant (section 4.3), and m begins as the norm of W.
/// With dropout, while training, <c>y = W x + b + (m / ||W + s B A|| - 1) W x' + (m / ||W + s B A||) s B A x'</c> with x' = dropout(x), as in PEFT: what the adapter
/// adds to the frozen product comes from x' alone, the part of the rescaled W included. Without dropout this is W' x + b.
/// </summary>
public sealed record DoraTuning : LowRankTuning
{
    /// <summary>Declares weight-decomposed low-rank adaptation.</summary>
    /// <param name="rank">The rank r; at least 1, and no larger than the smaller side of each matrix.</param>
    /// <param name="alpha">The scale's numerator; positive and finite.</param>
    /// <param name="dropout">The probability of dropping an element of the adapter's input, in [0, 1). With any, a step multiplies by each adapted W twice.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public DoraTuning(int rank, double alpha, double dropout = 0)
        : base(rank, alpha, dropout)
    {
    }

    internal override LowRankKind Kind => LowRankKind.Dora;

    internal override IReadOnlyList<AdapterTensor> TensorsOf(long width, long features) => [.. base.TensorsOf(width, features), new(PeftNames.Magnitude, [features])];

    internal override LowRankAdapter Adapter(torch.Tensor weight, IReadOnlyList<torch.Tensor> tensors) => new DoraAdapter(this, weight, tensors);
}
