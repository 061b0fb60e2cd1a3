using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Tests.Models;

/// <summary>Two attention layers, which may be one.</summary>
[TunableModule, Lora(Rank = 2)]
[Tune(Matrix.Q)]
public sealed partial class ToyPair : nn.Module<Tensor, Tensor>
{
    private readonly ToyAttention first;
    private readonly ToyAttention second;

    public ToyPair(ToyAttention first, ToyAttention second)
        : base(nameof(ToyPair))
    {
        this.first = first;
        this.second = second;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => second.call(first.call(input));
}
