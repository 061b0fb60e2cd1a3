using AttnGen.CompilerServices;

namespace AttnGen.Mapping;

/// <summary>What two paths of a model reach at once, as lines that name both.</summary>
internal static class Sharing
{
    /// <summary>The parameters whose storages overlap, where one of the two is about to be written to.</summary>
    /// <param name="map">The model's map.</param>
    /// <param name="written">The paths of the parameters that are written to.</param>
    public static IReadOnlyList<string> OfStorage(ModuleMap map, IReadOnlySet<string> written)
    {
        var areas = map.Parameters
            .Where(mapped => mapped.Parameter.numel() > 0)
            .Select((mapped, order) => (mapped.Path, Order: order, Area: MemoryArea.Of(mapped.Parameter)))
            .OrderBy(entry => entry.Area.Device, StringComparer.Ordinal).ThenBy(entry => entry.Area.Start).ToList();

        var tied = new List<(int Order, string Line)>();
        var open = new List<(string Path, int Order, MemoryArea Area)>();
        foreach (var later in areas)
        {
            open.RemoveAll(earlier => earlier.Area.Device != later.Area.Device || earlier.Area.End <= later.Area.Start);
            foreach (var earlier in open.Where(earlier => (written.Contains(earlier.Path) || written.Contains(later.Path)) && earlier.Area.Overlaps(later.Area)))
            {
                var (first, second) = earlier.Order < later.Order ? (earlier, later) : (later, earlier);
                tied.Add((first.Order, Both(first.Path, second.Path)));
            }

            open.Add(later);
        }

        return [.. tied.OrderBy(pair => pair.Order).Select(pair => pair.Line)];
    }

    /// <summary>The projections that have one place for an adapter, where one of the two is about to get an adapter.</summary>
    /// <param name="map">The model's map.</param>
    /// <param name="adapted">The paths of the projections that get one.</param>
    public static IReadOnlyList<string> OfSlots(ModuleMap map, IReadOnlySet<string> adapted) =>
    [
        .. map.Projections.GroupBy(projection => projection.Slot)
            .Select(same => same.ToList())
            .Where(same => same.Count > 1 && same.Exists(projection => adapted.Contains(projection.Path)))
            .SelectMany(same => same.Skip(1).Select(other => Both(same[0].Path, other.Path))),
    ];

    private static string Both(string first, string second) => $"'{first}' and '{second}'";
}
