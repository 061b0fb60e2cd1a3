using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Tests.Models;

/// <summary>Attention that reads its values from elsewhere where it has no value projection, as some layers of published models do.</summary>
[TunableModule]
public sealed partial class ToyUneven : nn.Module<Tensor, Tensor>
{
    [Projection(Matrix.Q)] private readonly Linear query;
    [Projection(Matrix.K)] private readonly Linear key;
    [Projection(Matrix.V)] private readonly Linear? value;

    public ToyUneven(bool hasValue)
        : base(nameof(ToyUneven))
    {
        query = nn.Linear(8, 8);
        key = nn.Linear(8, 8);
        value = hasValue ? nn.Linear(8, 8) : null;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => Project(input).Query;
}
