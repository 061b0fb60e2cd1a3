using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Tests.Foreign;

[TunableModule, Lora(Rank = 2), Tune(Matrix.Q), Tune(Matrix.V, LrScale = 4)]
internal sealed partial class TwinClassifier : nn.Module<Tensor, Tensor>
{
    private readonly ModuleList<TwinLayer> layers;
    [Head] private readonly Linear classifier;

    public TwinClassifier(int width, int depth) : base(nameof(TwinClassifier))
    {
        layers = new ModuleList<TwinLayer>([.. Enumerable.Range(0, depth).Select(_ => new TwinLayer(width))]);
        classifier = nn.Linear(width, 2);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        foreach (var layer in layers)
        {
            x = layer.call(x);
        }

        return classifier.call(x.mean([1]));
    }
}
