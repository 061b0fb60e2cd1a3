using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Tests.Models;

/// <summary>Has a head and no attention.</summary>
[TunableModule]
public sealed partial class ToyHeadOnly : nn.Module<Tensor, Tensor>
{
    private readonly Linear body;
    [Head] private readonly Linear head;

    public ToyHeadOnly()
        : base(nameof(ToyHeadOnly))
    {
        body = nn.Linear(4, 4);
        head = nn.Linear(4, 2);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => head.call(body.call(input));
}
