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
    /// <summary>Writes the directory; each file whole or not at all, and never new weights beside an old configuration.</summary>
    public static void Save(torch.nn.Module model, ModuleMap map, string directory, string? baseModel, string? taskType)
    {
        var adapted = map.Projections.Where(projection => projection.Slot.Adapter is not null).ToList();
        if (adapted.Count == 0)
        {
            throw new TuningException("The model has no adapters to save. Fully tuned weights are saved with the model: model.save(...), or SafetensorsWriter.Write(path, model.state_dict()).");
        }

        var methods = adapted.Select(projection => (projection.Path, Method: (LowRankTuning)projection.Slot.Adapter!.Method)).ToList();
        if (methods.Find(other => other.Method.Kind != methods[0].Method.Kind) is { Path: { } path } odd)
        {
            throw new TuningException($"The model has adapters of two kinds, and the format has one for a directory: '{methods[0].Path}' has {methods[0].Method.Kind.Title()}, '{path}' has {odd.Method.Kind.Title()}. Merge() or RemoveAdapter() the one, and save the other.");
        }

        var tensors = new List<KeyValuePair<string, Tensor>>();
        foreach (var projection in adapted)
        {
            tensors.AddRange(projection.Slot.Adapter!.Parameters.Select(parameter => KeyValuePair.Create($"{PeftNames.Prefix}{projection.Path}.{parameter.Name}", (Tensor)parameter.Parameter)));
        }

        tensors.AddRange(map.HeadState.Select(part => KeyValuePair.Create(PeftNames.Prefix + part.Path, part.Value)));
        // PEFT looks for its targets among all modules of a model, those of the heads too.
        var others = model.named_modules().Select(module => module.name).Except(adapted.Select(projection => projection.Path));
        var config = Path.Combine(directory, PeftNames.ConfigFile);
        using var newWeights = SafetensorsWriter.Prepare(Path.Combine(directory, PeftNames.WeightsFile), tensors, new Dictionary<string, string> { ["format"] = "pt" });
        using var newConfig = PendingFile.WriteText(config, PeftConfig.Write(methods, others, map.HeadPaths, baseModel, taskType));
        Put(newWeights, newConfig, config);
    }

    /// <summary>
    /// Puts new files in the places of older ones. Between the two there is no configuration: whoever reads the directory then, or after the process died there, is refused, and does
    /// not take the one's scale for the other's weights.
    /// </summary>
    internal static void Put(PendingFile weights, PendingFile config, string configPath)
    {
        using var former = PendingFile.Take(configPath);
        try
        {
            weights.Put();
        }
        catch
        {
            former?.Put();
            throw;
        }

        config.Put();
    }

    /// <summary>Puts the directory's adapters on a model, and its head into the model's. Nothing is changed where anything does not fit.</summary>
    public static void Load(ModuleMap map, string directory)
    {
        var config = PeftConfig.Read(Path.Combine(directory, PeftNames.ConfigFile));
        using var file = SafetensorsFile.Open(Path.Combine(directory, PeftNames.WeightsFile));
        Load(map, config, file);
    }

    /// <summary>The same from a file of weights that is open.</summary>
    internal static void Load(ModuleMap map, PeftConfig config, SafetensorsFile file)
    {
        var problems = new List<string>();
        var left = new Dictionary<string, SafetensorsEntry>(StringComparer.Ordinal);
        problems.AddRange(file.Entries.Where(entry => !left.TryAdd(PeftNames.Of(entry.Name), entry)).Select(entry => $"{entry.Name}: it is there twice, by two names of the format"));
        var adapters = Match(map, config, left, problems);
        var heads = MatchHead(map, left, problems);
        problems.AddRange(left.Keys.Select(name => $"{name}: nothing in the model is called so"));
        if (problems.Count > 0)
        {
            throw new AdapterFormatException($"'{file.Path}' does not fit the model; nothing was loaded:{MapValidation.Lines(problems)}");
        }

        using var _ = no_grad();
        using var scope = NewDisposeScope();
        // A file on a share can fail at any tensor: all are read before the first is put in.
        List<Tensor> headValues = [.. heads.Select(head => file.ReadTensor(PeftNames.Prefix + head.Path))];
        var read = Read(file, adapters);
        foreach (var (place, adapter) in adapters.Zip(read))
        {
            place.Projection.Slot.Adapter = adapter;
        }

        foreach (var (head, value) in heads.Zip(headValues))
        {
            head.Value.copy_(value);
        }
    }

    private static List<LowRankAdapter> Read(SafetensorsFile file, List<(MappedProjection Projection, LowRankTuning Method, List<SafetensorsEntry> Entries)> adapters)
    {
        var read = new List<LowRankAdapter>();
        try
        {
            foreach (var (projection, method, entries) in adapters)
            {
                using var scope = NewDisposeScope();
                read.Add(method.Adapter(projection.Linear.weight, [.. entries.Select(entry => file.ReadTensor(entry.Name))]));
            }

            return read;
        }
        catch
        {
            read.ForEach(adapter => adapter.Dispose());
            throw;
        }
    }

    private static List<(MappedProjection Projection, LowRankTuning Method, List<SafetensorsEntry> Entries)> Match(
        ModuleMap map, PeftConfig config, Dictionary<string, SafetensorsEntry> left, List<string> problems)
    {
        var adapters = new List<(MappedProjection Projection, LowRankTuning, List<SafetensorsEntry>)>();
        foreach (var projection in map.Projections)
        {
            if (MethodOf(projection, config, problems) is not { } method)
            {
                continue;
            }

            var found = projection.TensorsOf(method).Select(adapted => (Adapted: adapted, Entry: left.Remove(PeftNames.Prefix + adapted.Path, out var entry) ? entry : null)).ToList();
            if (found.TrueForAll(tensor => tensor.Entry is null))
            {
                continue;
            }

            if (projection.Slot.Adapter is not null)
            {
                problems.Add($"{projection.Path}: it has an adapter already; call Merge() or RemoveAdapter() first");
            }

            found.ForEach(tensor => Check(tensor.Entry, tensor.Adapted.Tensor.Shape, tensor.Adapted.Path, problems));
            adapters.Add((projection, method, [.. found.Select(tensor => tensor.Entry).OfType<SafetensorsEntry>()]));
        }

        problems.AddRange(Sharing.OfSlots(map, adapters.Select(adapter => adapter.Projection.Path).ToHashSet(StringComparer.Ordinal))
            .Select(both => $"{both}: one module stands in both places, and cannot have an adapter for each"));
        if (adapters.Count == 0)
        {
            problems.Add("it has no adapter for any of the model's projections");
        }

        return adapters;
    }

    private static LowRankTuning? MethodOf(MappedProjection projection, PeftConfig config, List<string> problems)
    {
        try
        {
            return config.Of(projection.Path);
        }
        catch (ArgumentException problem)
        {
            problems.Add($"{projection.Path}: {problem.Message}");
            return null;
        }
    }

    private static List<(string Path, Tensor Value)> MatchHead(ModuleMap map, Dictionary<string, SafetensorsEntry> left, List<string> problems)
    {
        var (heads, missing) = (new List<(string Path, Tensor Value)>(), new List<string>());
        foreach (var part in map.HeadState)
        {
            if (left.Remove(PeftNames.Prefix + part.Path, out var entry))
            {
                Check(entry, part.Value.shape, part.Path, problems, part.Value.dtype);
                heads.Add(part);
            }
            else
            {
                missing.Add(part.Path);
            }
        }

        if (heads.Count > 0)
        {
            problems.AddRange(missing.Select(path => $"{path}: missing, although other parts of the head are there"));
        }

        return heads;
    }

    private static void Check(SafetensorsEntry? entry, long[] expected, string path, List<string> problems, ScalarType type = ScalarType.Float32)
    {
        if (entry is null)
        {
            problems.Add($"{path}: missing");
        }
        else if (!entry.Shape.SequenceEqual(expected))
        {
            problems.Add($"{path}: is [{string.Join(", ", entry.Shape)}], and the model and the configuration ask for [{string.Join(", ", expected)}]");
        }
        else if (!IsFloating(type) && entry.Type.Scalar != type)
        {
            problems.Add($"{path}: is of type {entry.Type.Name}, and the model has {type} there");
        }
        else if (IsFloating(type) && !(entry.Type.Scalar is { } scalar && IsFloating(scalar)))
        {
            problems.Add($"{path}: is of type {entry.Type.Name}, which is no floating-point type that can be loaded");
        }
    }

    private static bool IsFloating(ScalarType type) => type is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64;
}
