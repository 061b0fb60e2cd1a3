using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Models.Bert;

/// <summary>One layer: attention, then the MLP.</summary>
[TunableModule]
public sealed partial class BertLayer : nn.Module<Tensor, Tensor?, Tensor>
{
    private readonly BertAttention attention;
    private readonly BertIntermediate intermediate;
    private readonly BertResidual output;

    internal BertLayer(BertConfiguration configuration)
        : base(nameof(BertLayer))
    {
        attention = new BertAttention(configuration);
        intermediate = new BertIntermediate(configuration);
        output = new BertResidual(configuration.IntermediateSize, configuration);
        RegisterComponents();
    }

    /// <summary>That of its largest matrix.</summary>
    internal ScalarType ElementType => intermediate.ElementType;

    /// <inheritdoc/>
    public override Tensor forward(Tensor hidden, Tensor? mask)
    {
        // What autograd does not need is let go here, and not at the end of the step.
        using var scope = NewDisposeScope();
        var attended = attention.call(hidden, mask);
        return output.call(intermediate.call(attended), attended).MoveToOuterDisposeScope();
    }
}
