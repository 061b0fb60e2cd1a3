using AttnGen.Tests.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Tests.Products;

/// <summary>An attention layer wide enough for a kernel of its own, a matrix behind it, and a head: <c>[batch, length, width]</c> to <c>[batch, 2]</c>.</summary>
[TunableModule, Lora(Rank = 2, Alpha = 2)]
[Tune(Matrix.Q)]
[Tune(Matrix.V, LrScale = 4)]
public sealed partial class WideClassifier : nn.Module<Tensor, Tensor>
{
    public const int Width = 128;

    private readonly ToyAttention attention;
    private readonly Linear dense;
    [Head] private readonly Linear classifier;

    public WideClassifier()
        : base(nameof(WideClassifier))
    {
        attention = new ToyAttention(Width);
        dense = nn.Linear(Width, 2 * Width);
        classifier = nn.Linear(2 * Width, 2);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => classifier.call(Apply(dense, attention.call(input)).relu().mean([1]));
}
