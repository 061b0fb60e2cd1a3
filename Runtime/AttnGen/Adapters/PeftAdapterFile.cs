using AttnGen.CompilerServices;
using AttnGen.Files;
using AttnGen.Mapping;
using AttnGen.Safetensors;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Adapters;

/// <summary>Adapters and head of a model as the directory that PEFT reads and writes.</summary>
internal static class PeftAdapterFile
{
    /// <summary>Writes the directory; each file whole or not at all.</summary>
    public static void Save(ModuleMap map, string directory, string? baseModel, string? taskType)
    {
        var adapted = map.Projections.Where(projection => projection.Slot.Adapter is not null).ToList();
        if (adapted.Count == 0)
        {
            throw new TuningException("The model has no adapters to save. Fully tuned weights are saved with the model: model.save(...), or SafetensorsWriter.Write(path, model.state_dict()).");
        }

        var tensors = new List<KeyValuePair<string, Tensor>>();
        foreach (var projection in adapted)
        {
            tensors.AddRange(projection.Slot.Adapter!.Parameters.Select(parameter => KeyValuePair.Create($"{PeftNames.Prefix}{projection.Path}.{parameter.Name}", (Tensor)parameter.Parameter)));
        }

        tensors.AddRange(map.HeadParameters.Select(head => KeyValuePair.Create(PeftNames.Prefix + head.Path, (Tensor)head.Parameter)));
        var loras = adapted.Select(projection => (projection.Path, (LoraTuning)projection.Slot.Adapter!.Method)).ToList();
        SafetensorsWriter.Write(Path.Combine(directory, PeftNames.WeightsFile), tensors, new Dictionary<string, string> { ["format"] = "pt" });
        AtomicFile.WriteText(Path.Combine(directory, PeftNames.ConfigFile), PeftConfig.Write(loras, [.. map.Projections.Where(projection => projection.Slot.Adapter is null).Select(projection => projection.Path)], map.HeadPaths, baseModel, taskType));
    }

    /// <summary>Puts the directory's adapters on a model, and its head into the model's. Nothing is changed where anything does not fit.</summary>
    public static void Load(ModuleMap map, string directory)
    {
        var weights = Path.Combine(directory, PeftNames.WeightsFile);
        var config = PeftConfig.Read(Path.Combine(directory, PeftNames.ConfigFile));
        using var file = SafetensorsFile.Open(weights);
        var problems = new List<string>();
        var left = file.Entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
        var adapters = Match(map, config, left, problems);
        var heads = MatchHead(map, left, problems);
        problems.AddRange(left.Keys.Select(name => $"{name}: nothing in the model is called so"));
        if (problems.Count > 0)
        {
            throw new AdapterFormatException($"'{weights}' does not fit the model; nothing was loaded:{MapValidation.Lines(problems)}");
        }

        using var _ = no_grad();
        foreach (var (projection, lora) in adapters)
        {
            using var a = file.ReadTensor(PeftNames.Prefix + projection.Path + PeftNames.MatrixA);
            using var b = file.ReadTensor(PeftNames.Prefix + projection.Path + PeftNames.MatrixB);
            projection.Slot.Adapter = LoraAdapter.FromMatrices(lora, a, b, projection.Linear.weight);
        }

        foreach (var head in heads)
        {
            using var value = file.ReadTensor(PeftNames.Prefix + head.Path);
            head.Parameter.copy_(value);
        }
    }

    private static List<(MappedProjection Projection, LoraTuning Lora)> Match(ModuleMap map, PeftConfig config, Dictionary<string, SafetensorsEntry> left, List<string> problems)
    {
        var adapters = new List<(MappedProjection, LoraTuning)>();
        foreach (var projection in map.Projections)
        {
            var hasA = left.Remove(PeftNames.Prefix + projection.Path + PeftNames.MatrixA, out var a);
            var hasB = left.Remove(PeftNames.Prefix + projection.Path + PeftNames.MatrixB, out var b);
            if (!hasA && !hasB)
            {
                continue;
            }

            var lora = config.Of(projection.Path);
            if (projection.Slot.Adapter is not null)
            {
                problems.Add($"{projection.Path}: it has an adapter already; call Merge() or RemoveAdapter() first");
            }

            Check(a, [lora.Rank, projection.Linear.in_features], $"{projection.Path}{PeftNames.MatrixA}", problems);
            Check(b, [projection.Linear.out_features, lora.Rank], $"{projection.Path}{PeftNames.MatrixB}", problems);
            adapters.Add((projection, lora));
        }

        if (adapters.Count == 0)
        {
            problems.Add("it has no adapter for any of the model's projections");
        }

        return adapters;
    }

    private static List<MappedParameter> MatchHead(ModuleMap map, Dictionary<string, SafetensorsEntry> left, List<string> problems)
    {
        var heads = new List<MappedParameter>();
        foreach (var head in map.HeadParameters)
        {
            if (left.Remove(PeftNames.Prefix + head.Path, out var entry))
            {
                Check(entry, head.Parameter.shape, head.Path, problems);
                heads.Add(head);
            }
        }

        if (heads.Count > 0 && heads.Count < map.HeadParameters.Count)
        {
            problems.AddRange(map.HeadParameters.Except(heads).Select(head => $"{head.Path}: missing, although other parts of the head are there"));
        }

        return heads;
    }

    private static void Check(SafetensorsEntry? entry, long[] expected, string path, List<string> problems)
    {
        if (entry is null)
        {
            problems.Add($"{path}: missing");
        }
        else if (!entry.Shape.SequenceEqual(expected))
        {
            problems.Add($"{path}: is [{string.Join(", ", entry.Shape)}], and the model and the configuration ask for [{string.Join(", ", expected)}]");
        }
        else if (entry.Type.Scalar is not (ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64))
        {
            problems.Add($"{path}: is of type {entry.Type.Name}, which is no floating-point type that can be loaded");
        }
    }
}
