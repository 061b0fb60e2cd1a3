using System.Globalization;
using AttnGen.CompilerServices;

namespace AttnGen;

/// <summary>The layers of a model: the elements of its lists that have projections. A list counts its own layers, so that an encoder and a decoder each have a first and a last one.</summary>
internal sealed class LayerIndex
{
    private readonly Dictionary<string, int> counts;

    public LayerIndex(ModuleMap map) => counts = map.Projections.Select(projection => projection.Path).Concat(map.Absent.Select(absent => absent.Path))
        .Select(Place).OfType<(string List, int Index)>().GroupBy(place => place.List, StringComparer.Ordinal)
        .ToDictionary(list => list.Key, list => list.Max(place => place.Index) + 1, StringComparer.Ordinal);

    public bool IsSelected(string path, LayerSelection selection) =>
        selection.IsEvery || (Place(path) is var (list, index) && selection.Contains(index, counts[list]));

    /// <summary>A layer that the selection names and no list has, or null.</summary>
    public int? Beyond(LayerSelection selection) => counts.Count == 0 ? null : selection.Beyond(counts.Values.Max());

    public string Describe(string model) => counts.Count == 0
        ? $"{model} has no layers: its projections are in no ModuleList"
        : $"the layers of {model} are {string.Join(" and ", counts.OrderBy(list => list.Key, StringComparer.Ordinal).Select(list => $"0 to {list.Value - 1} of '{list.Key}'"))}";

    /// <summary>The layer that a path goes through, for messages.</summary>
    public string LayerOf(string path) => Place(path) is var (list, index) ? $"layer {index} of the {counts[list]} of '{list}'" : "every layer";

    /// <summary>The outermost list that a path goes through, and the place in it.</summary>
    private static (string List, int Index)? Place(string path)
    {
        var parts = path.Split('.');
        for (var i = 1; i < parts.Length; i++)
        {
            if (int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            {
                return (string.Join('.', parts[..i]), index);
            }
        }

        return null;
    }
}
