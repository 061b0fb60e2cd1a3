using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Models.Bert;

/// <summary>The layers, one after the other.</summary>
[TunableModule]
public sealed partial class BertLayers : nn.Module<Tensor, Tensor?, Tensor>
{
    private readonly ModuleList<BertLayer> layer;

    internal BertLayers(BertConfiguration configuration)
        : base(nameof(BertLayers))
    {
        layer = new ModuleList<BertLayer>([.. Enumerable.Range(0, configuration.Layers).Select(_ => new BertLayer(configuration))]);
        RegisterComponents();
    }

    /// <summary>The element type that the layers compute in.</summary>
    internal ScalarType ElementType => layer.Count == 0 ? ScalarType.Float32 : layer[0].ElementType;

    /// <inheritdoc/>
    public override Tensor forward(Tensor hidden, Tensor? mask) => layer.Aggregate(hidden, (state, next) => next.call(state, mask));
}
