using AttnGen.Models.Bert;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Benchmarks.Speed.Models;

/// <summary>An encoder and a head on the mean of its states, as AttnGen tunes it; what is tuned is a value of each case.</summary>
[TunableModule]
internal sealed partial class TunedClassifier : nn.Module<Tensor, Tensor, Tensor>
{
    [Name("bert")] private readonly BertEncoder encoder;
    [Head] private readonly Linear classifier;

    public TunedClassifier(BertConfiguration configuration)
        : base(nameof(TunedClassifier))
    {
        encoder = new BertEncoder(configuration);
        classifier = nn.Linear(configuration.HiddenSize, 2);
        RegisterComponents();
    }

    public override Tensor forward(Tensor ids, Tensor mask) => classifier.call(BertEncoder.MeanPool(encoder.call(ids, mask), mask));
}
