using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AttnGen.Adapters;

/// <summary>What <c>adapter_config.json</c> says of low-rank adapters.</summary>
internal sealed record PeftConfig(string File, LowRankTuning Default, IReadOnlyDictionary<string, int> Ranks, IReadOnlyDictionary<string, double> Alphas, bool RankStabilized)
{
    private static readonly HashSet<string> PlainInitialisations = new(StringComparer.OrdinalIgnoreCase) { "gaussian", "orthogonal", "eva" };

    private static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(1);

    /// <summary>The numbers of one projection: the default's, unless a pattern of the file names it.</summary>
    /// <exception cref="ArgumentException">A pattern's number is out of range.</exception>
    /// <exception cref="AdapterFormatException">A pattern takes too long.</exception>
    public LowRankTuning Of(string path)
    {
        var rank = Find(Ranks, path, Default.Rank);
        var alpha = Find(Alphas, path, Default.Alpha);
        return LowRankTuning.Of(Default.Kind, rank, RankStabilized ? alpha * Math.Sqrt(rank) : alpha, Default.Dropout);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="AdapterFormatException">It is no configuration of low-rank adapters, or asks for something that is not supported.</exception>
    public static PeftConfig Read(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(System.IO.File.ReadAllBytes(file));
            return Read(document.RootElement, file);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new AdapterFormatException($"'{file}' is no configuration of an adapter: {problem.Message}", problem);
        }
    }

    /// <summary>The file's text: PEFT's classic set of keys, sorted, for inference.</summary>
    /// <param name="adapters">The projections with adapters.</param>
    /// <param name="others">The paths of the model's other modules.</param>
    /// <param name="heads">The paths of the heads.</param>
    /// <param name="baseModel">The base model's name.</param>
    /// <param name="taskType">PEFT's task type.</param>
    public static string Write(IReadOnlyList<(string Path, LowRankTuning Method)> adapters, IEnumerable<string> others, IEnumerable<string> heads, string? baseModel, string? taskType)
    {
        var first = adapters[0].Method;
        var patterned = adapters.Where(adapter => adapter.Method.Rank != first.Rank || adapter.Method.Alpha != first.Alpha).ToList();
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, IndentSize = 2, NewLine = "\n" }))
        {
            json.WriteStartObject();
            Numbers(json, "alpha_pattern", patterned.Select(adapter => (adapter.Path, adapter.Method.Alpha)));
            json.WriteNull("auto_mapping");
            json.WriteString("base_model_name_or_path", baseModel);
            json.WriteString("bias", "none");
            json.WriteBoolean("fan_in_fan_out", false);
            json.WriteBoolean("inference_mode", true);
            json.WriteBoolean("init_lora_weights", true);
            json.WriteNull("layer_replication");
            json.WriteNull("layers_pattern");
            json.WriteNull("layers_to_transform");
            json.WriteStartObject("loftq_config");
            json.WriteEndObject();
            json.WriteNumber("lora_alpha", first.Alpha);
            json.WriteNumber("lora_dropout", first.Dropout);
            json.WriteNull("megatron_config");
            json.WriteString("megatron_core", "megatron.core");
            Names(json, "modules_to_save", heads);
            json.WriteString("peft_type", "LORA");
            json.WriteNumber("r", first.Rank);
            Numbers(json, "rank_pattern", patterned.Select(adapter => (adapter.Path, (double)adapter.Method.Rank)));
            json.WriteNull("revision");
            Names(json, "target_modules", Targets(adapters, others));
            json.WriteString("task_type", taskType);
            json.WriteBoolean("use_dora", first.Kind == LowRankKind.Dora);
            json.WriteBoolean("use_rslora", false);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }

    private static PeftConfig Read(JsonElement root, string file)
    {
        Refuse(file, Text(root, "peft_type") != "LORA", $"its peft_type is '{Text(root, "peft_type")}', and only LORA can be loaded");
        Refuse(file, Flag(root, "fan_in_fan_out"), "its matrices are stored transposed (fan_in_fan_out)");
        Refuse(file, (Text(root, "bias") ?? "none") != "none", $"it trains biases (bias = '{Text(root, "bias")}')");
        Refuse(file, OtherWeights(root) is not null, $"its init_lora_weights is {OtherWeights(root)}: its adapters stand beside other weights than the model's. Save plain LoRA (of pissa, olora and corda PEFT makes it by path_initial_model_for_weight_conversion)");
        Refuse(file, IsSet(root, "alora_invocation_tokens"), "its adapters act behind given tokens only (alora_invocation_tokens)");
        Refuse(file, IsSet(root, "layer_replication"), "its layers are copies of others (layer_replication)");
        Refuse(file, Flag(root, "use_qalora"), "its adapters pool their inputs (use_qalora)");
        var kind = Flag(root, "use_dora") ? LowRankKind.Dora : LowRankKind.Lora;
        var method = LowRankTuning.Of(kind, root.TryGetProperty("r", out var rank) ? Whole(rank, "r") : 8, Number(root, "lora_alpha", 8), Number(root, "lora_dropout", 0));
        var ranks = Pattern(root, "rank_pattern").ToDictionary(pair => pair.Key, pair => Whole(pair.Value, $"rank_pattern of '{pair.Key}'"));
        var alphas = Pattern(root, "alpha_pattern").ToDictionary(pair => pair.Key, pair => Number(pair.Value, $"alpha_pattern of '{pair.Key}'"));
        return new PeftConfig(file, method, ranks, alphas, Flag(root, "use_rslora"));
    }

    /// <summary>The initialisation, where the adapters did not begin beside the model's own weights: pissa, olora, corda and loftq move a part of the weights into the adapters.</summary>
    private static string? OtherWeights(JsonElement root) =>
        !root.TryGetProperty("init_lora_weights", out var value) || value.ValueKind is JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null
        || (value.ValueKind == JsonValueKind.String && PlainInitialisations.Contains(value.GetString()!))
            ? null
            : value.GetRawText();

    /// <summary>The last parts of the paths, which PEFT takes as suffixes; whole paths where a module without an adapter ends the same.</summary>
    private static IEnumerable<string> Targets(IReadOnlyList<(string Path, LowRankTuning Method)> adapters, IEnumerable<string> others)
    {
        var taken = others.Select(LastPart).ToHashSet(StringComparer.Ordinal);
        return adapters.Select(adapter => taken.Contains(LastPart(adapter.Path)) ? adapter.Path : LastPart(adapter.Path)).Distinct().Order(StringComparer.Ordinal);
    }

    private static string LastPart(string path) => path[(path.LastIndexOf('.') + 1)..];

    private T Find<T>(IReadOnlyDictionary<string, T> patterns, string path, T otherwise)
    {
        foreach (var (pattern, value) in patterns)
        {
            if (Matches(pattern, path))
            {
                return value;
            }
        }

        return otherwise;
    }

    /// <summary>PEFT's own rule, with a limit on the time that a hostile pattern may take.</summary>
    private bool Matches(string pattern, string path)
    {
        try
        {
            return Regex.IsMatch(path, $"^(?:.*\\.)?(?:{pattern})$", RegexOptions.CultureInvariant, LongestMatch);
        }
        catch (RegexMatchTimeoutException problem)
        {
            throw new AdapterFormatException($"'{File}': its pattern '{pattern}' takes longer than {LongestMatch.TotalSeconds:0} s to compare with '{path}'.", problem);
        }
    }

    private static void Refuse(string file, bool wrong, string problem)
    {
        if (wrong)
        {
            throw new AdapterFormatException($"'{file}': {problem}.");
        }
    }

    private static bool IsSet(JsonElement root, string name) => root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    private static string? Text(JsonElement root, string name) =>
        !IsSet(root, name) ? null : root.GetProperty(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : throw Wrong(root.GetProperty(name), name, "a text");

    private static bool Flag(JsonElement root, string name) =>
        IsSet(root, name) && (root.GetProperty(name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } flag ? flag.GetBoolean() : throw Wrong(root.GetProperty(name), name, "true or false"));

    private static double Number(JsonElement root, string name, double otherwise) => root.TryGetProperty(name, out var value) ? Number(value, name) : otherwise;

    private static double Number(JsonElement value, string name) => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : throw Wrong(value, name, "a number");

    private static int Whole(JsonElement value, string name) =>
        Number(value, name) is var number && number == (int)number ? (int)number : throw Wrong(value, name, "a whole number");

    private static IEnumerable<KeyValuePair<string, JsonElement>> Pattern(JsonElement root, string name) =>
        !IsSet(root, name) ? [] : root.GetProperty(name) is { ValueKind: JsonValueKind.Object } patterns
            ? patterns.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, property.Value))
            : throw Wrong(root.GetProperty(name), name, "an object");

    private static FormatException Wrong(JsonElement value, string name, string kind) => new($"its {name} is {value.GetRawText()}, and must be {kind}.");

    private static void Names(Utf8JsonWriter json, string property, IEnumerable<string> names)
    {
        json.WriteStartArray(property);
        foreach (var name in names)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
    }

    private static void Numbers(Utf8JsonWriter json, string property, IEnumerable<(string Path, double Value)> numbers)
    {
        json.WriteStartObject(property);
        foreach (var (path, value) in numbers)
        {
            json.WriteNumber(Regex.Escape(path), value);
        }

        json.WriteEndObject();
    }
}
