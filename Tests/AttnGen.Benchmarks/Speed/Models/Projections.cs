using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Benchmarks.Speed.Models;

/// <summary>Three projections without biases: what an attention layer has that is tuned.</summary>
[TunableModule]
internal sealed partial class Projections : nn.Module<Tensor, Tensor>
{
    [Projection(Matrix.Q)] private readonly Linear query;
    [Projection(Matrix.K)] private readonly Linear key;
    [Projection(Matrix.V)] private readonly Linear value;

    public Projections(int width)
        : base(nameof(Projections))
    {
        query = nn.Linear(width, width, hasBias: false);
        key = nn.Linear(width, width, hasBias: false);
        value = nn.Linear(width, width, hasBias: false);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var (q, k, v) = Project(input);
        return q + k + v;
    }
}
