using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Benchmarks.Speed.Models;

/// <summary>Many projections, for what an optimizer does with their parameters.</summary>
[TunableModule]
internal sealed partial class ManyProjections : nn.Module<Tensor, Tensor>
{
    private readonly ModuleList<Projections> layers;

    public ManyProjections(int count, int width)
        : base(nameof(ManyProjections))
    {
        layers = new ModuleList<Projections>([.. Enumerable.Range(0, count).Select(_ => new Projections(width))]);
        RegisterComponents();
    }

    /// <summary>Of width 768, or a few small ones.</summary>
    public static ManyProjections Of(SpeedScale scale, int count) => scale == SpeedScale.Full ? new(count, 768) : new(2, 32);

    public override Tensor forward(Tensor input) => layers.Aggregate(input, (state, layer) => layer.call(state));
}
