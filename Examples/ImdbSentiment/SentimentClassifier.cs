using AttnGen;
using AttnGen.Models.Bert;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ImdbSentiment;

/// <summary>
/// A BERT encoder and a head on the mean of its states: token ids and mask <c>[batch, length]</c> to logits <c>[batch, 2]</c>.
/// The declaration is the paper's: W_q and W_v are tuned, W_v at four times the rate, W_k is frozen.
/// </summary>
[TunableModule, Lora(Rank = 8, Alpha = 8)]
[Tune(Matrix.Q)]
[Tune(Matrix.V, LrScale = 4)]
public sealed partial class SentimentClassifier : nn.Module<Tensor, Tensor, Tensor>
{
    [Name("bert")] private readonly BertEncoder encoder;
    [Head] private readonly Linear classifier;

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
