using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AttnGen.Adapters;

/// <summary>What <c>adapter_config.json</c> says of low-rank adapters.</summary>
internal sealed record PeftConfig(LowRankTuning Default, IReadOnlyDictionary<string, int> Ranks, IReadOnlyDictionary<string, double> Alphas, bool RankStabilized)
{
    /// <summary>The numbers of one projection: the default's, unless a pattern of the file names it.</summary>
    /// <exception cref="ArgumentException">A pattern's number is out of range.</exception>
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
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
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
        var kind = Flag(root, "use_dora") ? LowRankKind.Dora : LowRankKind.Lora;
        var method = LowRankTuning.Of(kind, (int)Number(root, "r", 8), Number(root, "lora_alpha", 8), Number(root, "lora_dropout", 0));
        var ranks = Pattern(root, "rank_pattern").ToDictionary(pair => pair.Key, pair => pair.Value.GetInt32());
        var alphas = Pattern(root, "alpha_pattern").ToDictionary(pair => pair.Key, pair => pair.Value.GetDouble());
        return new PeftConfig(method, ranks, alphas, Flag(root, "use_rslora"));
    }

    /// <summary>The last parts of the paths, which PEFT takes as suffixes; whole paths where a module without an adapter ends the same.</summary>
    private static IEnumerable<string> Targets(IReadOnlyList<(string Path, LowRankTuning Method)> adapters, IEnumerable<string> others)
    {
        var taken = others.Select(LastPart).ToHashSet(StringComparer.Ordinal);
        return adapters.Select(adapter => taken.Contains(LastPart(adapter.Path)) ? adapter.Path : LastPart(adapter.Path)).Distinct().Order(StringComparer.Ordinal);
    }

    private static string LastPart(string path) => path[(path.LastIndexOf('.') + 1)..];

    private static T Find<T>(IReadOnlyDictionary<string, T> patterns, string path, T otherwise)
    {
        foreach (var (pattern, value) in patterns)
        {
            // PEFT's own rule, with a limit on the time that a hostile pattern may take.
            if (Regex.IsMatch(path, $"^(?:.*\\.)?(?:{pattern})$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)))
            {
                return value;
            }
        }

        return otherwise;
    }

    private static void Refuse(string file, bool wrong, string problem)
    {
        if (wrong)
        {
            throw new AdapterFormatException($"'{file}': {problem}.");
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool Flag(JsonElement root, string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static double Number(JsonElement root, string name, double otherwise) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : otherwise;

    private static IEnumerable<KeyValuePair<string, JsonElement>> Pattern(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object
            ? value.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, property.Value))
            : [];

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
