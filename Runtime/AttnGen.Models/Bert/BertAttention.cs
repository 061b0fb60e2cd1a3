using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Models.Bert;

/// <summary>The first half of a layer: attention and its residual.</summary>
[TunableModule]
public sealed partial class BertAttention : nn.Module<Tensor, Tensor?, Tensor>
{
    private readonly BertSelfAttention self;
    private readonly BertResidual output;

    internal BertAttention(BertConfiguration configuration)
        : base(nameof(BertAttention))
    {
        self = new BertSelfAttention(configuration);
        output = new BertResidual(configuration.HiddenSize, configuration);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor hidden, Tensor? mask) => output.call(self.call(hidden, mask), hidden);
}
