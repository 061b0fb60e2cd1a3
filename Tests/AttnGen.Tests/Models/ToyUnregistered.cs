using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Tests.Models;

/// <summary>Registers its components before the last one is there.</summary>
[TunableModule]
public sealed partial class ToyUnregistered : nn.Module<Tensor, Tensor>
{
    private readonly ToyAttention attention;
    private readonly Linear late;

    public ToyUnregistered()
        : base(nameof(ToyUnregistered))
    {
        attention = new ToyAttention(8);
        RegisterComponents();
#pragma warning disable ATG0011 // what it is for
        late = nn.Linear(8, 8);
#pragma warning restore ATG0011
    }

    public override Tensor forward(Tensor input) => late.call(attention.call(input));
}
