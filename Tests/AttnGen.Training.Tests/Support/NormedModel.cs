using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Training.Tests.Support;

/// <summary>An embedding, one head of attention and a head that begins with a batch norm: ids <c>[batch, length]</c> to logits <c>[batch, 2]</c>.</summary>
[TunableModule]
[Tune(Matrix.V)]
public sealed partial class NormedModel : nn.Module<Tensor, Tensor>
{
    private const int Width = 8;

    private readonly Embedding embedding;
    [Projection(Matrix.Q)] private readonly Linear query;
    [Projection(Matrix.K)] private readonly Linear key;
    [Projection(Matrix.V)] private readonly Linear value;
    [Head] private readonly Sequential head;

    public NormedModel()
        : base(nameof(NormedModel))
    {
        embedding = nn.Embedding(Samples.Vocabulary, Width);
        query = nn.Linear(Width, Width);
        key = nn.Linear(Width, Width);
        value = nn.Linear(Width, Width);
        head = nn.Sequential(nn.BatchNorm1d(Width), nn.Linear(Width, 2));
        RegisterComponents();
    }

    public override Tensor forward(Tensor ids)
    {
        (Tensor q, Tensor k, Tensor v) = Project(embedding.call(ids));
        return head.call(softmax(q.matmul(k.transpose(-2, -1)), -1).matmul(v).mean([1L]));
    }
}
