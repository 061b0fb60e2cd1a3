using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Tests.Models;

/// <summary>Has a member whose type says nothing of what is in it.</summary>
[TunableModule]
public sealed partial class ToyOpaque : nn.Module<Tensor, Tensor>
{
    private readonly ToyAttention attention;
#pragma warning disable ATG0114 // what it is for
    private readonly Sequential mystery;
#pragma warning restore ATG0114

    public ToyOpaque()
        : base(nameof(ToyOpaque))
    {
        attention = new ToyAttention(8);
        mystery = nn.Sequential(nn.Linear(8, 8), nn.ReLU());
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => mystery.call(attention.call(input));
}
