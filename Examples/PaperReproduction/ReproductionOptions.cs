using System.Text.Json.Nodes;
using AttnGen;
using TorchSharp;

namespace PaperReproduction;

/// <summary>What is the same in all cells.</summary>
internal sealed record ReproductionOptions
{
    /// <summary>The settings that only some results have.</summary>
    public static IReadOnlyList<string> OptionalSettings { get; } = [ModelFingerprint, ExampleCount];

    /// <summary>The setting that tells two directories' models apart.</summary>
    public const string ModelFingerprint = "modelFingerprint";

    private const string ExampleCount = "examples";

    public string File { get; init; } = Path.Combine("Examples", "PaperReproduction", "results", "cells.jsonl");

    /// <summary>Where GLUE is, or null for where the environment says.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>An encoder (BERT), or null for all-MiniLM-L6-v2.</summary>
    public string? ModelDirectory { get; init; }

    /// <summary>The paper's size: the official training data, <see cref="PaperTask.EpochsOf"/>, and <see cref="PaperGrid.Paper"/>.</summary>
    public bool Full { get; init; }

    public int Length { get; init; } = PaperSettings.MaxLength;

    public int Batch { get; init; } = PaperSettings.BatchSize;

    public string Device { get; init; } = "cpu";

    public Precision Precision { get; init; }

    /// <summary>One kernel, and not what is measured at start-up: a cell that is run again gives the same bits.</summary>
    public ProductKernel Products { get; init; } = ProductKernel.OneDnn;

    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>How many cells at a time; more than one have processes of their own.</summary>
    public int Processes { get; init; } = 1;

    /// <summary>Tries the way with few examples and one epoch; no result.</summary>
    public int? Examples { get; init; }

    /// <summary>What a result says of its run beside its cell and its task's data: a file whose results say something else is another experiment's.</summary>
    public JsonObject ToJson(EncoderFiles model)
    {
        JsonObject settings = new()
        {
            ["model"] = model.Name,
            ["length"] = Length,
            ["batch"] = Batch,
            ["device"] = Device,
            ["precision"] = $"{Precision}",
            ["products"] = $"{Products}",
            ["full"] = Full,
        };
        if (model.Fingerprint is { } fingerprint)
        {
            settings[ModelFingerprint] = fingerprint;
        }

        if (Examples is { } examples)
        {
            settings[ExampleCount] = examples;
        }

        return settings;
    }

    /// <summary>The same with the task's data.</summary>
    public JsonObject SettingsOf(TaskSets sets, EncoderFiles model)
    {
        JsonObject settings = sets.ToJson();
        foreach ((string name, JsonNode? value) in ToJson(model))
        {
            settings[name] = value?.DeepClone();
        }

        return settings;
    }

    /// <summary>Makes the process compute as the options say.</summary>
    /// <exception cref="TuningException">The kernel is not there; the message says which option helps.</exception>
    public void Prepare()
    {
        torch.set_num_threads(Threads);
        try
        {
            FrozenProducts.Kernel = Products;
        }
        catch (TuningException problem)
        {
            throw new TuningException($"{problem.Message} Here that is '--products Automatic', with a result file of its own (--file).", problem);
        }
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
