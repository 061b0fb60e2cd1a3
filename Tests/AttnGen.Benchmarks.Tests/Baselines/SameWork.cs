using AttnGen.Benchmarks.Baselines;
using AttnGen.Benchmarks.Speed;
using AttnGen.Benchmarks.Speed.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Benchmarks.Tests.Baselines;

/// <summary>A plain classifier, and AttnGen's with its weights and adapters.</summary>
internal sealed class SameWork : IDisposable
{
    /// <summary>What a layer's parameters are called in AttnGen's model.</summary>
    private static readonly (string Plain, string Tuned)[] InLayer =
    [
        ("attention.query.baseLayer.", "attention.self.query."), ("attention.key.baseLayer.", "attention.self.key."), ("attention.value.baseLayer.", "attention.self.value."),
        ("attention.query.loraA.", "attention.self.query.lora_A."), ("attention.key.loraA.", "attention.self.key.lora_A."), ("attention.value.loraA.", "attention.self.value.lora_A."),
        ("attention.query.loraB.", "attention.self.query.lora_B."), ("attention.key.loraB.", "attention.self.key.lora_B."), ("attention.value.loraB.", "attention.self.value.lora_B."),
        ("attention.query.", "attention.self.query."), ("attention.key.", "attention.self.key."), ("attention.value.", "attention.self.value."),
        ("attentionNorm.", "attention.output.LayerNorm."), ("output.", "attention.output.dense."), ("up.", "intermediate.dense."), ("down.", "output.dense."), ("norm.", "output.LayerNorm."),
    ];

    private static readonly (string Plain, string Tuned)[] Outside =
    [
        ("words.", "bert.embeddings.word_embeddings."), ("positions.", "bert.embeddings.position_embeddings."), ("segments.", "bert.embeddings.token_type_embeddings."),
        ("norm.", "bert.embeddings.LayerNorm."), ("classifier.", "classifier."),
    ];

    private readonly TunedClassifier tuned;
    private readonly TuningSession session;
    private readonly Dictionary<string, Parameter> trained;

    public SameWork(PlainTuning tuning, string layers = "all", SpeedScale scale = SpeedScale.Tiny, Precision precision = Precision.Float32)
    {
        manual_seed(1);
        var configuration = Encoders.MiniLm(scale);
        Plain = new PlainClassifier(configuration, tuning);
        tuned = new TunedClassifier(configuration);
        session = tuned.BeginTuning(TunedTraining.Strategy(tuning.Matrices, layers), new TuningOptions { Precision = precision });
        trained = session.Groups.SelectMany(group => group.TunedParameters).ToDictionary(parameter => parameter.Path, parameter => parameter.Parameter, StringComparer.Ordinal);
        using var _ = no_grad();
        foreach (var (name, parameter) in Plain.named_parameters())
        {
            if (name.Contains("loraB", StringComparison.Ordinal))
            {
                // At the zeros that they begin with A has no gradient.
                nn.init.normal_(parameter, 0, 0.1);
            }

            Counterpart(name).copy_(parameter);
        }
    }

    public PlainClassifier Plain { get; }

    /// <summary>How many parameters AttnGen trains.</summary>
    public int TrainedCount => trained.Count;

    /// <summary>The parameter of AttnGen's model that is a plain one's counterpart.</summary>
    public Parameter Counterpart(string plain)
    {
        var path = Rename(plain);
        return trained.TryGetValue(path, out var parameter) ? parameter : tuned.get_parameter(path) ?? throw new InvalidOperationException($"'{plain}' has no counterpart '{path}'.");
    }

    public Tensor TunedLoss(RandomBatch batch) => nn.functional.cross_entropy(tuned.call(batch.Ids, batch.Mask), batch.Labels);

    public Tensor PlainLoss(RandomBatch batch) => nn.functional.cross_entropy(Plain.call(batch.Ids, batch.Mask), batch.Labels);

    public void Dispose()
    {
        session.Dispose();
        tuned.Dispose();
        Plain.Dispose();
    }

    private static string Rename(string plain)
    {
        const string layers = "layers.";
        if (!plain.StartsWith(layers, StringComparison.Ordinal))
        {
            return Rename(plain, Outside);
        }

        var rest = plain.IndexOf('.', layers.Length) + 1;
        return $"bert.encoder.layer.{plain[layers.Length..rest]}{Rename(plain[rest..], InLayer)}";
    }

    private static string Rename(string name, (string Plain, string Tuned)[] pairs)
    {
        var (plain, other) = pairs.First(pair => name.StartsWith(pair.Plain, StringComparison.Ordinal));
        return other + name[plain.Length..];
    }
}
