using AttnGen.PlainModels;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Tests.Foreign;

/// <summary>A head of one's own over a layer that cannot be annotated.</summary>
[TunableModule, Lora(Rank = 2), Tune(Matrix.V, LrScale = 4)]
internal sealed partial class Wrapped : nn.Module<Tensor, Tensor>
{
    private readonly PlainLayer body = new(PlainTask.Width);
    [Head] private readonly Linear classifier = nn.Linear(PlainTask.Width, 2);

    public Wrapped() : base(nameof(Wrapped)) => RegisterComponents();

    public override Tensor forward(Tensor x) => classifier.call(body.call(x).mean([1]));
}
