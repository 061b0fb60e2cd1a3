using AttnGen.Models.Bert;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Benchmarks.Baselines;

/// <summary>The same classifier as a user of TorchSharp writes it: BERT with adapter modules, a head on the mean of the states, everything else frozen.</summary>
internal sealed class PlainClassifier : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly Embedding words;
    private readonly Embedding positions;
    private readonly Embedding segments;
    private readonly LayerNorm norm;
    private readonly ModuleList<PlainLayer> layers;
    private readonly Linear classifier;

    public PlainClassifier(BertConfiguration configuration, PlainTuning tuning)
        : base(nameof(PlainClassifier))
    {
        words = nn.Embedding(configuration.VocabularySize, configuration.HiddenSize);
        positions = nn.Embedding(configuration.MaxLength, configuration.HiddenSize);
        segments = nn.Embedding(configuration.TokenTypes, configuration.HiddenSize);
        norm = nn.LayerNorm(configuration.HiddenSize, configuration.LayerNormEpsilon);
        layers = new ModuleList<PlainLayer>([.. Enumerable.Range(0, configuration.Layers).Select(layer => new PlainLayer(configuration, tuning.Of(layer, configuration.Layers), tuning.Rank))]);
        classifier = nn.Linear(configuration.HiddenSize, 2);
        RegisterComponents();
        foreach (var (name, parameter) in named_parameters())
        {
            parameter.requires_grad = name.Contains("lora", StringComparison.Ordinal) || name.StartsWith(nameof(classifier), StringComparison.Ordinal);
        }
    }

    /// <summary>What is trained.</summary>
    public IReadOnlyList<Parameter> Trained => [.. parameters().Where(parameter => parameter.requires_grad)];

    public override Tensor forward(Tensor ids, Tensor mask)
    {
        var hidden = norm.call(words.call(ids) + segments.call(zeros_like(ids)) + positions.call(arange(ids.shape[1]).unsqueeze(0)));
        var additive = mask.eq(0).to(hidden.dtype).mul(-1e30).unsqueeze(1).unsqueeze(1);
        foreach (var layer in layers)
        {
            hidden = layer.call(hidden, additive);
        }

        var weights = mask.to(hidden.dtype).unsqueeze(-1);
        return classifier.call((hidden * weights).sum(1) / weights.sum(1));
    }
}
