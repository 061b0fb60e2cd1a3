using AttnGen;
using AttnGen.Models.Bert;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

/// <summary>A pretrained encoder and a new head: token ids and mask <c>[batch, length]</c> to logits <c>[batch, 2]</c>, negative and positive.</summary>
[TunableModule] // The compiler writes RegisterComponents, and a map of the parameters that strategies are checked against.
public sealed partial class SentimentClassifier : nn.Module<Tensor, Tensor, Tensor>
{
    [Name("bert")] private readonly BertEncoder encoder; // Its layers say which of their matrices are Q, K and V.
    [Head] private readonly Linear classifier; // Starts from random numbers, so that every strategy trains it.

    public SentimentClassifier(BertEncoder encoder)
        : base(nameof(SentimentClassifier))
    {
        this.encoder = encoder;
        classifier = nn.Linear(encoder.Configuration.HiddenSize, 2);
        RegisterComponents();
    }

    public override Tensor forward(Tensor ids, Tensor mask) =>
        classifier.call(BertEncoder.MeanPool(encoder.call(ids, mask), mask));
}
