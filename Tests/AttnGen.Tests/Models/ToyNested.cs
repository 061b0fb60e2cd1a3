using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Tests.Models;

/// <summary>Has its head two modules further in, one of them generic.</summary>
[TunableModule]
public sealed partial class ToyNested : nn.Module<Tensor, Tensor>
{
    private readonly ModuleList<ToyShell<ToyRatedHead>> shells;

    public ToyNested()
        : base(nameof(ToyNested))
    {
        shells = new ModuleList<ToyShell<ToyRatedHead>>(new ToyShell<ToyRatedHead>(new ToyRatedHead()));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => shells[0].call(input);
}
