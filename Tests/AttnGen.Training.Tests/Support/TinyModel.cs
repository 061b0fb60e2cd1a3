using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Training.Tests.Support;

/// <summary>An embedding, one head of attention with a mask, dropout and a head: ids and mask <c>[batch, length]</c> to logits <c>[batch, 2]</c>.</summary>
[TunableModule, Lora(Rank = 2, Alpha = 4)]
[Tune(Matrix.Q)]
[Tune(Matrix.V, LrScale = 4)]
public sealed partial class TinyModel : nn.Module<Tensor, Tensor, Tensor>
{
    private const int Width = 8;

    private readonly Embedding embedding;
    [Projection(Matrix.Q)] private readonly Linear query;
    [Projection(Matrix.K)] private readonly Linear key;
    [Projection(Matrix.V)] private readonly Linear value;
    private readonly Dropout dropout;
    [Head] private readonly Linear classifier;

    public TinyModel(double dropoutRate = 0)
        : base(nameof(TinyModel))
    {
        embedding = nn.Embedding(Samples.Vocabulary, Width);
        query = nn.Linear(Width, Width);
        key = nn.Linear(Width, Width);
        value = nn.Linear(Width, Width);
        dropout = nn.Dropout(dropoutRate);
        classifier = nn.Linear(Width, 2);
        RegisterComponents();
    }

    public Dropout Dropout => dropout;

    public override Tensor forward(Tensor ids, Tensor mask)
    {
        Tensor hidden = dropout.call(embedding.call(ids));
        (Tensor q, Tensor k, Tensor v) = Project(hidden);
        Tensor scores = (q.matmul(k.transpose(-2, -1)) / Math.Sqrt(Width)).masked_fill(mask.unsqueeze(1).logical_not(), float.NegativeInfinity);
        hidden += softmax(scores, -1).matmul(v);
        Tensor weights = mask.to(hidden.dtype).unsqueeze(-1);
        return classifier.call((hidden * weights).sum([1L]) / weights.sum([1L]));
    }
}
