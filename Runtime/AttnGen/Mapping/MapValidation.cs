using AttnGen.CompilerServices;
using AttnGen.Native;
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
        var mapped = All(map).ToDictionary(parameter => parameter.Path, StringComparer.Ordinal);
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
        var areas = All(map)
            .Where(mapped => mapped.Parameter.numel() > 0)
            .Select(mapped => (mapped.Path, Start: (long)TensorAddress.Of(mapped.Parameter), Device: mapped.Parameter.device.ToString(), Bytes: mapped.Parameter.numel() * mapped.Parameter.element_size()))
            .OrderBy(area => area.Device, StringComparer.Ordinal).ThenBy(area => area.Start).ToList();

        var order = All(map).Select((mapped, index) => (mapped.Path, index)).ToDictionary(pair => pair.Path, pair => pair.index, StringComparer.Ordinal);
        var tied = new List<(string First, string Second)>();
        for (var (i, widest) = (1, 0); i < areas.Count; i++)
        {
            var (earlier, later) = (areas[widest], areas[i]);
            var shared = earlier.Device == later.Device && later.Start < earlier.Start + earlier.Bytes;
            if (shared && (trained.Contains(earlier.Path) || trained.Contains(later.Path)))
            {
                tied.Add(order[earlier.Path] < order[later.Path] ? (earlier.Path, later.Path) : (later.Path, earlier.Path));
            }

            if (!shared || later.Start + later.Bytes > earlier.Start + earlier.Bytes)
            {
                widest = i;
            }
        }

        if (tied.Count > 0)
        {
            throw new TuningException(
                "Parameters share one storage (they are tied), and the strategy trains it:"
                + $"{Lines([.. tied.OrderBy(pair => order[pair.First]).Select(pair => $"'{pair.First}' and '{pair.Second}'")])}"
                + "Untie them, or leave the role that trains them out of the strategy.");
        }
    }

    private static IEnumerable<MappedParameter> All(ModuleMap map) =>
        map.Projections.SelectMany(projection => projection.Parameters).Concat(map.HeadParameters).Concat(map.Others);

    /// <summary>Every path, also those of a parameter that two paths reach: <c>named_parameters()</c> leaves the second out.</summary>
    private static IEnumerable<(string Path, torch.Tensor Parameter)> Registered(torch.nn.Module model) =>
        model.named_modules().Prepend((name: "", module: model)).SelectMany(entry =>
            entry.module.named_parameters(recurse: false).Select(parameter =>
                (entry.name.Length == 0 ? parameter.name : $"{entry.name}.{parameter.name}", (torch.Tensor)parameter.parameter)));

    internal static string Lines(IEnumerable<string> paths) =>
        string.Concat(paths.Select(path => $"{Environment.NewLine}  {path}")) + Environment.NewLine;
}
