using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Tests.Models;

/// <summary>One head of attention over <c>[batch, length, width]</c>, with a norm.</summary>
[TunableModule]
public sealed partial class ToyAttention : nn.Module<Tensor, Tensor>
{
    [Projection(Matrix.Q)] private readonly Linear query;
    [Projection(Matrix.K)] private readonly Linear key;
    [Projection(Matrix.V)] private readonly Linear value;
    private readonly LayerNorm norm;

    public ToyAttention(int width)
        : base(nameof(ToyAttention))
    {
        query = nn.Linear(width, width);
        key = nn.Linear(width, width);
        value = nn.Linear(width, width);
        norm = nn.LayerNorm(width);
        RegisterComponents();
    }

    public Linear Query => query;

    public Linear Value => value;

    public override Tensor forward(Tensor input)
    {
        var (q, k, v) = Project(input);
        var mixed = softmax(q.matmul(k.transpose(-2, -1)) / Math.Sqrt(q.shape[^1]), -1).matmul(v);
        return norm.call(input + mixed);
    }
}
