using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Tests.Models;

/// <summary>An attention layer and a head with numbers of its own.</summary>
[TunableModule]
public sealed partial class ToyRatedHead : nn.Module<Tensor, Tensor>
{
    private readonly ToyAttention attention;
    [Head(LrScale = 3, WeightDecay = 0)] private readonly Linear head;

    public ToyRatedHead()
        : base(nameof(ToyRatedHead))
    {
        attention = new ToyAttention(8);
        head = nn.Linear(8, 2);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => head.call(attention.call(input));
}
