using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Models.Tests.Papers;

/// <summary>RoBERTa's classification head.</summary>
[TunableModule]
public sealed partial class RobertaHead : nn.Module<Tensor, Tensor>
{
    private readonly Linear dense;
    [Name("out_proj")] private readonly Linear output;

    public RobertaHead(int width, int classes)
        : base(nameof(RobertaHead))
    {
        dense = nn.Linear(width, width);
        output = nn.Linear(width, classes);
        RegisterComponents();
    }

    public override Tensor forward(Tensor first) => output.call(Apply(dense, first).tanh());
}
