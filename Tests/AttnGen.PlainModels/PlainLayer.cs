using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.PlainModels;

public sealed class PlainLayer : nn.Module<Tensor, Tensor>
{
    private readonly PlainAttention attention;
    private readonly LayerNorm norm;

    public PlainLayer(int width) : base(nameof(PlainLayer))
    {
        attention = new PlainAttention(width);
        norm = nn.LayerNorm(width);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => norm.call(x + attention.call(x));
}
