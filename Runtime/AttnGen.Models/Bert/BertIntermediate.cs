using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Models.Bert;

/// <summary>The widening matrix of a layer's MLP, and GELU: <c>[batch, length, width]</c> to <c>[batch, length, intermediate]</c>.</summary>
[TunableModule]
public sealed partial class BertIntermediate : nn.Module<Tensor, Tensor>
{
    private readonly Linear dense;

    internal BertIntermediate(BertConfiguration configuration)
        : base(nameof(BertIntermediate))
    {
        dense = nn.Linear(configuration.HiddenSize, configuration.IntermediateSize);
        RegisterComponents();
    }

    /// <summary>That of its matrix.</summary>
    internal ScalarType ElementType => dense.weight.dtype;

    /// <inheritdoc/>
    public override Tensor forward(Tensor hidden) => nn.functional.gelu(Apply(dense, hidden));
}
