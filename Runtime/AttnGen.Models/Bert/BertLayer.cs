using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Models.Bert;

/// <summary>One layer: attention, then the MLP.</summary>
[TunableModule]
public sealed partial class BertLayer : nn.Module<Tensor, Tensor, Tensor>
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

    /// <inheritdoc/>
    public override Tensor forward(Tensor hidden, Tensor mask)
    {
        var attended = attention.call(hidden, mask);
        return output.call(intermediate.call(attended), attended);
    }
}
