using System.Text.Json.Nodes;
using AttnGen;

namespace PaperReproduction;

/// <summary>What is the same in all cells.</summary>
internal sealed record ReproductionOptions
{
    public string File { get; init; } = Path.Combine("Examples", "PaperReproduction", "results", "cells.jsonl");

    /// <summary>Where GLUE is, or null for where the environment says.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>An encoder (BERT), or null for all-MiniLM-L6-v2.</summary>
    public string? ModelDirectory { get; init; }

    /// <summary>The paper's size: all training examples, and its epochs.</summary>
    public bool Full { get; init; }

    public int Length { get; init; } = PaperSettings.MaxLength;

    public int Batch { get; init; } = PaperSettings.BatchSize;

    public string Device { get; init; } = "cpu";

    public Precision Precision { get; init; }

    public ProductKernel Products { get; init; }

    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>How many cells at a time; more than one have processes of their own.</summary>
    public int Processes { get; init; } = 1;

    /// <summary>Tries the way with few examples and one epoch; no result.</summary>
    public int? Examples { get; init; }

    public JsonObject ToJson() => new()
    {
        ["model"] = ModelDirectory is null ? "all-MiniLM-L6-v2" : Path.GetFileName(Path.TrimEndingDirectorySeparator(ModelDirectory)),
        ["length"] = Length,
        ["batch"] = Batch,
        ["device"] = Device,
        ["precision"] = $"{Precision}",
        ["products"] = $"{Products}",
        ["full"] = Full,
    };

    /// <summary>What a result says of its run beside its cell: a file whose results say something else is another experiment's.</summary>
    public JsonObject SettingsOf(TaskSets sets)
    {
        JsonObject settings = sets.ToJson();
        foreach ((string name, JsonNode? value) in ToJson())
        {
            settings[name] = value?.DeepClone();
        }

        return settings;
    }

    public IEnumerable<string> ToArguments()
    {
        List<string> arguments = ["--length", $"{Length}", "--batch", $"{Batch}", "--device", Device, "--precision", $"{Precision}", "--products", $"{Products}", "--threads", $"{Threads}"];
        if (DataDirectory is not null)
        {
            arguments.AddRange(["--data", DataDirectory]);
        }

        if (ModelDirectory is not null)
        {
            arguments.AddRange(["--model", ModelDirectory]);
        }

        if (Examples is { } examples)
        {
            arguments.AddRange(["--examples", $"{examples}"]);
        }

        return Full ? [.. arguments, "--full"] : arguments;
    }
}
