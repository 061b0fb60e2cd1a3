using System.Text.Json;

namespace AttnGen.Models.Bert;

/// <summary>The sizes of a BERT encoder, as Hugging Face's <c>config.json</c> has them.</summary>
public sealed record BertConfiguration
{
    /// <summary>Entries of the vocabulary.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>The width of the hidden states.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>The number of layers.</summary>
    public required int Layers { get; init; }

    /// <summary>The number of attention heads; divides the width.</summary>
    public required int Heads { get; init; }

    /// <summary>The width between the two matrices of a layer's MLP.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>The longest sequence; 512 by default.</summary>
    public int MaxLength { get; init; } = 512;

    /// <summary>The number of segment types; 2 by default.</summary>
    public int TokenTypes { get; init; } = 2;

    /// <summary>The epsilon of the norms; 1e-12 by default.</summary>
    public double LayerNormEpsilon { get; init; } = 1e-12;

    /// <summary>Dropout of hidden states while training; 0.1 by default.</summary>
    public double HiddenDropout { get; init; } = 0.1;

    /// <summary>Dropout of attention weights while training; 0.1 by default.</summary>
    public double AttentionDropout { get; init; } = 0.1;

    /// <summary>The standard deviation of new matrices; 0.02 by default.</summary>
    public double InitializerRange { get; init; } = 0.02;

    /// <summary>The same sizes with one dropout for hidden states and attention weights.</summary>
    /// <param name="dropout">The probability that an element is zeroed while training, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not in 0 to 1.</exception>
    public BertConfiguration WithDropout(double dropout) => dropout is >= 0 and <= 1
        ? this with { HiddenDropout = dropout, AttentionDropout = dropout }
        : throw new ArgumentOutOfRangeException(nameof(dropout), dropout, "A dropout is a probability, 0 to 1.");

    /// <summary>Reads a <c>config.json</c>.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is no configuration of a BERT encoder that can be built; the message says what.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static BertConfiguration FromFile(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return Read(document.RootElement);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or ArgumentException)
        {
            throw new InvalidDataException($"'{path}' is not the configuration of a BERT encoder: {problem.Message}", problem);
        }
    }

    private static BertConfiguration Read(JsonElement root)
    {
        Expect(root, "model_type", "bert");
        Expect(root, "hidden_act", "gelu");
        Expect(root, "position_embedding_type", "absolute");
        ExpectOff(root, "is_decoder");
        ExpectOff(root, "add_cross_attention");
        var configuration = new BertConfiguration
        {
            VocabularySize = Size(root, "vocab_size"),
            HiddenSize = Size(root, "hidden_size"),
            Layers = Size(root, "num_hidden_layers"),
            Heads = Size(root, "num_attention_heads"),
            IntermediateSize = Size(root, "intermediate_size"),
            MaxLength = Size(root, "max_position_embeddings", 512),
            TokenTypes = Size(root, "type_vocab_size", 2),
            LayerNormEpsilon = Number(root, "layer_norm_eps", 1e-12, static value => value > 0 && double.IsFinite(value), "positive and finite"),
            HiddenDropout = Probability(root, "hidden_dropout_prob", 0.1),
            AttentionDropout = Probability(root, "attention_probs_dropout_prob", 0.1),
            InitializerRange = Number(root, "initializer_range", 0.02, static value => value >= 0 && double.IsFinite(value), "zero or more and finite"),
        };
        return configuration.HiddenSize % configuration.Heads == 0
            ? configuration
            : throw new ArgumentException($"hidden_size {configuration.HiddenSize} is no multiple of num_attention_heads {configuration.Heads}.");
    }

    private static void Expect(JsonElement root, string name, string value)
    {
        if (root.TryGetProperty(name, out var found) && found.GetString() != value)
        {
            throw new ArgumentException($"{name} is '{found.GetString()}', and only '{value}' is supported.");
        }
    }

    /// <summary>A flag that makes another model of it: a decoder's positions do not see later ones.</summary>
    private static void ExpectOff(JsonElement root, string name)
    {
        if (root.TryGetProperty(name, out var found) && found.ValueKind is not (JsonValueKind.False or JsonValueKind.Null))
        {
            throw new ArgumentException($"{name} is {found.GetRawText()}, and only false is supported.");
        }
    }

    private static int Size(JsonElement root, string name, int? otherwise = null)
    {
        if (!root.TryGetProperty(name, out var found))
        {
            return otherwise ?? throw new KeyNotFoundException($"it has no {name}.");
        }

        return found.GetInt32() is > 0 and var size ? size : throw new ArgumentException($"{name} is {found.GetInt32()}, and must be positive.");
    }

    private static double Probability(JsonElement root, string name, double otherwise) =>
        Number(root, name, otherwise, static value => value is >= 0 and <= 1, "a probability, 0 to 1");

    private static double Number(JsonElement root, string name, double otherwise, Func<double, bool> fits, string range)
    {
        if (!root.TryGetProperty(name, out var found))
        {
            return otherwise;
        }

        var value = found.GetDouble();
        return fits(value) ? value : throw new ArgumentException(FormattableString.Invariant($"{name} is {value}, and must be {range}."));
    }
}
