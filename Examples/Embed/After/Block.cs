using AttnGen;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Embed;

/// <summary>Attention with one head, then an MLP; <c>[batch, length, width]</c> to the same.</summary>
[TunableModule]
public sealed partial class Block : nn.Module<Tensor, Tensor>
{
    [Projection(Matrix.Q)] private readonly Linear query;
    [Projection(Matrix.K)] private readonly Linear key;
    [Projection(Matrix.V)] private readonly Linear value;
    private readonly Linear output, up, down;
    private readonly LayerNorm first, second;

    public Block(int width)
        : base(nameof(Block))
    {
        query = nn.Linear(width, width);
        key = nn.Linear(width, width);
        value = nn.Linear(width, width);
        output = nn.Linear(width, width);
        up = nn.Linear(width, 4 * width);
        down = nn.Linear(4 * width, width);
        first = nn.LayerNorm(width);
        second = nn.LayerNorm(width);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        var normed = first.call(x);
        var (q, k, v) = Project(normed);
        var mixed = nn.functional.scaled_dot_product_attention(q.unsqueeze(1), k.unsqueeze(1), v.unsqueeze(1)).squeeze(1);
        x = x + Apply(output, mixed);
        return x + Apply(down, nn.functional.gelu(Apply(up, second.call(x))));
    }
}
