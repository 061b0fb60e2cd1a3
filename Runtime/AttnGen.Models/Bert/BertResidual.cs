using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Models.Bert;

/// <summary>What ends both halves of a layer: a matrix, dropout, the sum with the half's input <c>[batch, length, width]</c>, and a norm.</summary>
[TunableModule]
public sealed partial class BertResidual : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly Linear dense;
    [Name("LayerNorm")] private readonly LayerNorm norm;
    private readonly Dropout dropout;

    internal BertResidual(int inputSize, BertConfiguration configuration)
        : base(nameof(BertResidual))
    {
        dense = nn.Linear(inputSize, configuration.HiddenSize);
        norm = nn.LayerNorm(configuration.HiddenSize, configuration.LayerNormEpsilon);
        dropout = nn.Dropout(configuration.HiddenDropout);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor inner, Tensor residual)
    {
        using Scalar one = 1;
        return MixedNorm.Apply(norm, dropout.call(Apply(dense, inner)).add(residual, one));
    }
}
