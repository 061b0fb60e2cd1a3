using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Tests.Models;

/// <summary>An embedding, two attention layers and a head: <c>[batch, length]</c> of ids to <c>[batch, classes]</c>.</summary>
[TunableModule, Lora(Rank = 2, Alpha = 4)]
[Tune(Matrix.Q)]
[Tune(Matrix.V, LrScale = 4)]
public sealed partial class ToyClassifier : nn.Module<Tensor, Tensor>
{
    public const int Vocabulary = 11;

    /// <summary>Taken before any initializer of the generated part has run.</summary>
    public static readonly TuneStrategy<ToyClassifier> Standard = DefaultStrategy;

    private readonly Embedding embedding;
    private readonly ModuleList<ToyAttention> layer;
    [Head] private readonly Linear classifier;

    public ToyClassifier(int width = 8, int classes = 3)
        : base(nameof(ToyClassifier))
    {
        embedding = nn.Embedding(Vocabulary, width);
        layer = new ModuleList<ToyAttention>(new ToyAttention(width), new ToyAttention(width));
        classifier = nn.Linear(width, classes);
        RegisterComponents();
    }

    public ModuleList<ToyAttention> Layers => layer;

    public Linear Classifier => classifier;

    public override Tensor forward(Tensor ids)
    {
        var hidden = embedding.call(ids);
        foreach (var attention in layer)
        {
            hidden = attention.call(hidden);
        }

        return classifier.call(hidden.mean([1]));
    }
}
