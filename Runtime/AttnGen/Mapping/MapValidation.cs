using AttnGen.CompilerServices;
using TorchSharp;

namespace AttnGen.Mapping;

/// <summary>Compares a model's map with the parameters that TorchSharp knows of. What does not agree is refused before the first step.</summary>
internal static class MapValidation
{
    /// <summary>Checks that each registered parameter is explained by the map, and each mapped one is registered.</summary>
    /// <exception cref="TuningException">Lists every path that is not.</exception>
    public static void Check(torch.nn.Module model, ModuleMap map)
    {
        var name = model.GetType().Name;
        var mapped = map.Parameters.ToDictionary(parameter => parameter.Path, StringComparer.Ordinal);
        var registered = Registered(model).ToDictionary(entry => entry.Path, entry => entry.Parameter, StringComparer.Ordinal);

        var unexplained = registered.Keys.Where(path => !mapped.ContainsKey(path)).ToList();
        if (unexplained.Count > 0)
        {
            throw new TuningException(
                $"{name} has parameters that its map does not explain, so that nothing could say whether they are trained:{Lines(unexplained)}"
                + "Give their members a type that says what is in them (a [TunableModule] class or a layer of TorchSharp's), or mark the member [Freeze] or [Head].");
        }

        var unregistered = mapped.Keys.Where(path => !registered.ContainsKey(path)).ToList();
        if (unregistered.Count > 0)
        {
            throw new TuningException(
                $"{name} has parameters that are not registered, so that they would be neither saved nor moved:{Lines(unregistered)}"
                + "Call RegisterComponents() at the end of the constructor, after every field is assigned.");
        }
    }

    /// <summary>Refuses a trained parameter whose storage another path shares: it would be updated through one and read through both.</summary>
    /// <exception cref="TuningException">Names the paths.</exception>
    public static void CheckSharing(ModuleMap map, IReadOnlySet<string> trained)
    {
        if (Sharing.OfStorage(map, trained) is { Count: > 0 } tied)
        {
            throw new TuningException(
                $"Parameters share one storage (they are tied), and the strategy trains it:{Lines(tied)}"
                + "Untie them (give one a copy of its own: weight.clone()), or leave the role that trains them out of the strategy.");
        }
    }

    /// <summary>Refuses an adapter in a place that another path reaches too: it would be trained twice a step, and act where the strategy does not name it.</summary>
    /// <exception cref="TuningException">Names the paths.</exception>
    public static void CheckSlots(ModuleMap map, IReadOnlySet<string> adapted)
    {
        if (Sharing.OfSlots(map, adapted) is { Count: > 0 } same)
        {
            throw new TuningException(
                $"One projection stands in two places (one module is used twice), and the strategy puts an adapter on it:{Lines(same)}"
                + "Give each place a module of its own, or leave the role out of the strategy.");
        }
    }

    /// <summary>Refuses to write to a storage that another path shares: that one would change too.</summary>
    /// <exception cref="TuningException">Names the paths.</exception>
    public static void CheckMerge(ModuleMap map, IReadOnlySet<string> written)
    {
        if (Sharing.OfStorage(map, written) is { Count: > 0 } tied)
        {
            throw new TuningException(
                $"Merge() would change what another path reads: these parameters share one storage (they are tied), and have an adapter at one of their paths. Nothing was merged:{Lines(tied)}"
                + "Untie them, or keep the adapters (SaveAdapter stores them) and take them off with RemoveAdapter().");
        }
    }

    /// <summary>Every path, also those of a parameter that two paths reach: <c>named_parameters()</c> leaves the second out.</summary>
    internal static IEnumerable<(string Path, torch.Tensor Parameter)> Registered(torch.nn.Module model) =>
        model.named_modules().Prepend((name: "", module: model)).SelectMany(entry =>
            entry.module.named_parameters(recurse: false).Select(parameter =>
                (entry.name.Length == 0 ? parameter.name : $"{entry.name}.{parameter.name}", (torch.Tensor)parameter.parameter)));

    internal static string Lines(IEnumerable<string> paths) =>
        string.Concat(paths.Select(path => $"{Environment.NewLine}  {path}")) + Environment.NewLine;
}
