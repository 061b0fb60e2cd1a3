using AttnGen.Safetensors;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Models.Checkpoints;

/// <summary>Loads a module's weights from a safetensors file, with every tensor accounted for.</summary>
public static class Checkpoint
{
    /// <summary>Loads a file into a module; values are converted to the module's element types.</summary>
    /// <param name="module">The module; nothing of it is changed where anything does not fit.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">How names become the module's; they are taken as they are for null.</param>
    /// <exception cref="CheckpointException">Tensors are missing, unexpected or of another shape or kind; the message lists them all.</exception>
    /// <exception cref="SafetensorsException">The file is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static CheckpointReport Load(nn.Module module, string path, CheckpointOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        options ??= new CheckpointOptions();
        using var file = SafetensorsFile.Open(path);
        var wanted = module.state_dict();
        var sources = new Dictionary<string, SafetensorsEntry>(StringComparer.Ordinal);
        var ignored = new List<string>();
        var problems = new List<string>();
        foreach (var entry in file.Entries)
        {
            var name = Rename(entry.Name, options);
            if (!wanted.TryGetValue(name, out var target))
            {
                (Begins(name, options.Ignored) ? ignored : problems).Add(Begins(name, options.Ignored) ? entry.Name : $"unexpected: {entry.Name}");
            }
            else if (Mismatch(entry, target) is { } mismatch)
            {
                problems.Add($"{name}: {mismatch}");
            }
            else if (!sources.TryAdd(name, entry))
            {
                problems.Add($"twice: {entry.Name} and {sources[name].Name} are both {name}");
            }
        }

        var missing = wanted.Keys.Where(name => !sources.ContainsKey(name) && !problems.Any(problem => problem.StartsWith($"{name}: ", StringComparison.Ordinal))).ToList();
        problems.AddRange(missing.Where(name => !Begins(name, options.MayBeMissing)).Select(name => $"missing: {name}"));
        if (problems.Count > 0)
        {
            throw new CheckpointException($"'{path}' does not fit {module.GetType().Name}; nothing was loaded:{string.Concat(problems.Select(problem => $"{Environment.NewLine}  {problem}"))}");
        }

        foreach (var (name, entry) in sources)
        {
            file.ReadInto(entry.Name, wanted[name]);
        }

        return new CheckpointReport([.. sources.Keys], ignored, missing);
    }

    private static string Rename(string name, CheckpointOptions options)
    {
        if (options.Prefixes.FirstOrDefault(prefix => name.StartsWith(prefix, StringComparison.Ordinal)) is { } found)
        {
            name = name[found.Length..];
        }

        return options.Renames.FirstOrDefault(rename => name.EndsWith(rename.Old, StringComparison.Ordinal)) is { Old: { } old, New: { } replacement }
            ? name[..^old.Length] + replacement
            : name;
    }

    private static bool Begins(string name, IReadOnlyList<string> beginnings) =>
        beginnings.Any(beginning => name.StartsWith(beginning, StringComparison.Ordinal));

    private static string? Mismatch(SafetensorsEntry entry, Tensor target)
    {
        if (!entry.Shape.SequenceEqual(target.shape))
        {
            return $"is [{string.Join(", ", entry.Shape)}] in the file and [{string.Join(", ", target.shape)}] in the module";
        }

        var floating = entry.Type.Scalar is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64;
        return floating == target.is_floating_point() && entry.Type.Scalar is not null
            ? null
            : $"is of type {entry.Type.Name} in the file and {target.dtype} in the module";
    }
}
