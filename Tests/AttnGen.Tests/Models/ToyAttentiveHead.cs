using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Tests.Models;

/// <summary>One attention layer, and a head that is an attention layer itself: all of it is trained with the head.</summary>
[TunableModule]
[Tune(Matrix.V)]
public sealed partial class ToyAttentiveHead : nn.Module<Tensor, Tensor>
{
    private readonly ToyAttention body;
    [Head] private readonly ToyAttention pooler;

    public ToyAttentiveHead(ToyAttention body, ToyAttention pooler)
        : base(nameof(ToyAttentiveHead))
    {
        this.body = body;
        this.pooler = pooler;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => pooler.call(body.call(input));
}
