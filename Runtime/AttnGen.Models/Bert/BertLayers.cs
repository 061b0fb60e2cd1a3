using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Models.Bert;

/// <summary>The layers, one after the other.</summary>
[TunableModule]
public sealed partial class BertLayers : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly ModuleList<BertLayer> layer;

    internal BertLayers(BertConfiguration configuration)
        : base(nameof(BertLayers))
    {
        layer = new ModuleList<BertLayer>([.. Enumerable.Range(0, configuration.Layers).Select(_ => new BertLayer(configuration))]);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor hidden, Tensor mask) => layer.Aggregate(hidden, (state, next) => next.call(state, mask));
}
