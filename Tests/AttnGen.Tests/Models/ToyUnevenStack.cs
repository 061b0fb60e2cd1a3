using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Tests.Models;

/// <summary>Three layers, the second of which has no value projection.</summary>
[TunableModule]
public sealed partial class ToyUnevenStack : nn.Module<Tensor, Tensor>
{
    private readonly ModuleList<ToyUneven> layers;
    private readonly ModuleList<Linear> mixers;

    public ToyUnevenStack()
        : base(nameof(ToyUnevenStack))
    {
        layers = new ModuleList<ToyUneven>(new ToyUneven(true), new ToyUneven(false), new ToyUneven(true));
        mixers = new ModuleList<Linear>(nn.Linear(8, 8), nn.Linear(8, 8));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => mixers[0].call(layers[0].call(input));
}
