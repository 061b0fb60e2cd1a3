using AttnGen.Models.Bert;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Models.Tests.Papers;

/// <summary>The attention layers and the head of RoBERTa-base with two labels, in full width, by their names; what no strategy trains is as small as it can be.</summary>
[TunableModule]
public sealed partial class RobertaShape : nn.Module<Tensor, Tensor, Tensor>
{
    [Name("roberta")] private readonly BertEncoder encoder;
    [Head] private readonly RobertaHead classifier;

    public RobertaShape()
        : base(nameof(RobertaShape))
    {
        encoder = new BertEncoder(new BertConfiguration { VocabularySize = 2, HiddenSize = 768, Layers = 12, Heads = 12, IntermediateSize = 1, MaxLength = 4 });
        classifier = new RobertaHead(768, 2);
        RegisterComponents();
    }

    public override Tensor forward(Tensor ids, Tensor mask) => classifier.call(encoder.call(ids, mask).select(1, 0));
}
