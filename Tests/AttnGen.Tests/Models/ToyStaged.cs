using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Tests.Models;

/// <summary>A frozen attention layer, as from an earlier training, below one that is tuned.</summary>
[TunableModule, Lora(Rank = 2)]
[Tune(Matrix.Q)]
public sealed partial class ToyStaged : nn.Module<Tensor, Tensor>
{
    [Freeze] private readonly ToyAttention encoder;
    private readonly ToyAttention attention;
    [Head] private readonly Linear classifier;

    public ToyStaged()
        : base(nameof(ToyStaged))
    {
        encoder = new ToyAttention(8);
        attention = new ToyAttention(8);
        classifier = nn.Linear(8, 2);
        RegisterComponents();
    }

    public ToyAttention Encoder => encoder;

    public override Tensor forward(Tensor input) => classifier.call(attention.call(encoder.call(input)).mean([1]));
}
