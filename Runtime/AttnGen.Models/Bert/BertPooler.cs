using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Models.Bert;

/// <summary>The first token's state through a matrix and tanh: <c>[batch, length, width]</c> to <c>[batch, width]</c>.</summary>
[TunableModule]
public sealed partial class BertPooler : nn.Module<Tensor, Tensor>
{
    private readonly Linear dense;

    internal BertPooler(BertConfiguration configuration)
        : base(nameof(BertPooler))
    {
        dense = nn.Linear(configuration.HiddenSize, configuration.HiddenSize);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor hidden) => tanh(Apply(dense, hidden.select(1, 0)));
}
