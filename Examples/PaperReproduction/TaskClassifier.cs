using AttnGen;
using AttnGen.Models.Bert;
using AttnGen.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PaperReproduction;

/// <summary>
/// A BERT encoder and a head on the mean of its states: a batch of sentences or pairs to logits <c>[batch, classes]</c>, or to scores <c>[batch, 1]</c>. The declared
/// strategy is the paper's choice; the cells have strategies of their own.
/// </summary>
[TunableModule, Lora(Rank = 8, Alpha = 8, Dropout = 0.1)]
[Tune(Matrix.Q)]
[Tune(Matrix.V, LrScale = 4)]
public sealed partial class TaskClassifier : nn.Module<Batch, Tensor>
{
    [Name("bert")] private readonly BertEncoder encoder;
    [Head] private readonly Linear classifier;

    public TaskClassifier(BertEncoder encoder, int outputs)
        : base(nameof(TaskClassifier))
    {
        this.encoder = encoder;
        classifier = nn.Linear(encoder.Configuration.HiddenSize, outputs);
        RegisterComponents();
    }

    public int VocabularySize => encoder.Configuration.VocabularySize;

    public override Tensor forward(Batch batch) =>
        classifier.call(BertEncoder.MeanPool(encoder.call(batch.Ids, batch.Mask, batch.TypeIds), batch.Mask));
}
