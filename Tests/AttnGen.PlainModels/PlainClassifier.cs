using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.PlainModels;

public sealed class PlainClassifier : nn.Module<Tensor, Tensor>
{
    private readonly ModuleList<PlainLayer> layers;
    private readonly Linear classifier;

    public PlainClassifier(int width, int depth) : base(nameof(PlainClassifier))
    {
        layers = new ModuleList<PlainLayer>([.. Enumerable.Range(0, depth).Select(_ => new PlainLayer(width))]);
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
