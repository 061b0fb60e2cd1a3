using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Tests.Foreign;

[TunableModule]
internal sealed partial class TwinLayer : nn.Module<Tensor, Tensor>
{
    private readonly TwinAttention attention;
    private readonly LayerNorm norm;

    public TwinLayer(int width) : base(nameof(TwinLayer))
    {
        attention = new TwinAttention(width);
        norm = nn.LayerNorm(width);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => norm.call(x + attention.call(x));
}
