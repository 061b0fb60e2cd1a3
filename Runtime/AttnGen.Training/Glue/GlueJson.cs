using System.Text.Json;

namespace AttnGen.Training;

/// <summary>Reads the samples: an object of entries <c>"0": { "text_a": sentence, "text_b": sentence or null, "label": text }</c>.</summary>
internal static class GlueJson
{
    private const string First = "text_a";
    private const string Second = "text_b";
    private const string LabelKey = "label";

    /// <summary>A hundred times the largest sample; what is larger is not read into memory.</summary>
    private const long Largest = 300_000_000;

    /// <exception cref="InvalidDataException">It is something else, or an entry is not an example.</exception>
    public static (IReadOnlyList<GlueExample> Examples, IReadOnlyList<int> LeftOut) Read(GlueTask task, string path)
    {
        using JsonDocument document = Parse(path);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidDataException($"'{path}' is not a JSON object of entries {{ \"{First}\", \"{Second}\", \"{LabelKey}\" }}, but of kind {document.RootElement.ValueKind}.");
        }

        List<GlueExample> examples = [];
        foreach (JsonProperty entry in document.RootElement.EnumerateObject())
        {
            (GlueExample? example, string? problem) = Example(task, entry.Value);
            examples.Add(example ?? throw new InvalidDataException($"'{path}', entry \"{GlueTask.Shown(entry.Name)}\": {problem}"));
        }

        return (examples, []);
    }

    private static JsonDocument Parse(string path)
    {
        using FileStream stream = File.OpenRead(path);
        if (stream.Length > Largest)
        {
            throw new InvalidDataException($"'{path}' has {stream.Length} bytes, and a sample of GLUE has no more than {Largest}.");
        }

        try
        {
            return JsonDocument.Parse(stream);
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException($"'{path}', line {problem.LineNumber + 1}: it is no JSON: {problem.Message}", problem);
        }
    }

    private static (GlueExample? Example, string? Problem) Example(GlueTask task, JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object)
        {
            return (null, $"it is no object, but of kind {entry.ValueKind}.");
        }

        if (Text(entry, First) is not { } first)
        {
            return (null, $"it has no text '{First}'.");
        }

        string? second = Text(entry, Second);
        if (second is null == task.IsPair)
        {
            return (null, task.IsPair ? $"it has no text '{Second}', but {task} is a task of pairs." : $"it has a '{Second}', but {task} is a task of single sentences.");
        }

        if (Text(entry, LabelKey) is not { } text)
        {
            return (null, $"it has no text '{LabelKey}'.");
        }

        (Label label, string? problem) = task.LabelOf(text);
        return problem is null ? (new GlueExample(first, second, label), null) : (null, problem);
    }

    /// <summary>A text; null where there is none, also where half a surrogate pair makes it none.</summary>
    private static string? Text(JsonElement entry, string key)
    {
        try
        {
            return entry.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
