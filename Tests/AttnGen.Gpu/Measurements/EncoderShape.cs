using AttnGen.Benchmarks.Speed;
using AttnGen.Benchmarks.Speed.Models;
using AttnGen.Models.Bert;

namespace AttnGen.Gpu.Measurements;

/// <summary>An encoder and its batch.</summary>
/// <param name="Name">Its name in the results.</param>
/// <param name="Configuration">The encoder; without dropout.</param>
/// <param name="Batch">Sequences in a batch.</param>
/// <param name="Length">Tokens in each.</param>
internal sealed record EncoderShape(string Name, BertConfiguration Configuration, int Batch, int Length)
{
    public const string RobertaBase = "roberta-base";
    public const string Billion = "one-billion";

    public static IReadOnlyList<string> Names { get; } = [RobertaBase, Billion];

    /// <summary>The encoder's parameters without biases and norms.</summary>
    public long Parameters => (Configuration.Layers * LayerWeights) + ((long)(Configuration.VocabularySize + Configuration.MaxLength + Configuration.TokenTypes) * Configuration.HiddenSize);

    /// <summary>The elements of a layer's six matrices.</summary>
    public long LayerWeights => ((long)Configuration.HiddenSize * 4 * Configuration.HiddenSize) + (2L * Configuration.HiddenSize * Configuration.IntermediateSize);

    /// <summary>A shape by name; with fewer layers and a smaller batch where the device is a CPU.</summary>
    public static EncoderShape Of(string name, bool isGpu) => isGpu ? new EncoderShape(name, Encoder(name), 32, 128) : Small(name);

    private static EncoderShape Small(string name)
    {
        var encoder = Encoder(name);
        return new EncoderShape(name, name == Billion ? encoder with { Layers = 2 } : encoder, 2, 32);
    }

    private static BertConfiguration Encoder(string name) => name switch
    {
        RobertaBase => Encoders.RobertaBase(SpeedScale.Full),
        // 18 layers of 50.3 million, and 104 million of embeddings.
        Billion => new BertConfiguration { VocabularySize = 50_265, HiddenSize = 2048, Layers = 18, Heads = 32, IntermediateSize = 8192 }.WithDropout(0),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, $"The shapes are {string.Join(" and ", Names)}."),
    };
}
