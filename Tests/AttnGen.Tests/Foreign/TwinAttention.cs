using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Tests.Foreign;

/// <summary>The plain attention as its author would write it with AttnGen, under the same registered names.</summary>
[TunableModule]
internal sealed partial class TwinAttention : nn.Module<Tensor, Tensor>
{
    [Name("Query"), Projection(Matrix.Q)] private readonly Linear query;
    [Projection(Matrix.K)] private readonly Linear key;
    [Name("Value"), Projection(Matrix.V)] private readonly Linear value;

    public TwinAttention(int width) : base(nameof(TwinAttention))
    {
        query = nn.Linear(width, width);
        key = nn.Linear(width, width);
        value = nn.Linear(width, width);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        var (q, k, v) = Project(x);
        return nn.functional.softmax(q.matmul(k.transpose(-2, -1)) / Math.Sqrt(x.shape[^1]), -1).matmul(v);
    }
}
