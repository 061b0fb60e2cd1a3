using AttnGen.Models.Bert;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Training.Tests.Support;

/// <summary>A random BERT of two layers and a head for a task: ids, mask and type ids <c>[batch, length]</c> to what the task's labels are compared with.</summary>
[TunableModule]
[Tune(Matrix.Q)]
[Tune(Matrix.V, LrScale = 2)]
public sealed partial class TinyPairModel : nn.Module<Tensor, Tensor, Tensor?, Tensor>
{
    [Name("bert")] private readonly BertEncoder encoder;
    [Head] private readonly Linear head;

    public TinyPairModel(GlueTask task)
        : base(nameof(TinyPairModel))
    {
        // Larger weights than BERT's, so that features of untrained layers tell the segments of words apart.
        encoder = new BertEncoder(new BertConfiguration
        {
            VocabularySize = 11, HiddenSize = 16, Layers = 2, Heads = 2, IntermediateSize = 32, MaxLength = 16, HiddenDropout = 0, AttentionDropout = 0, InitializerRange = 0.3,
        });
        head = nn.Linear(16, task.Outputs);
        RegisterComponents();
    }

    public override Tensor forward(Tensor ids, Tensor mask, Tensor? typeIds) => head.call(BertEncoder.MeanPool(encoder.call(ids, mask, typeIds), mask));
}
