using System.Globalization;
using AttnGen.StrategyFiles;

namespace AttnGen;

/// <summary>JSON values as a configuration holds them: flat keys, and texts.</summary>
internal static class KeyValues
{
    public static IEnumerable<(string Key, string? Value, TextRange Range)> Of(JsonNode node, string path = "")
    {
        var children = node.Kind == JsonKind.Array
            ? node.Items.Select((item, index) => (Name: index.ToString(CultureInfo.InvariantCulture), Value: item))
            : node.Members.Select(member => (member.Name, member.Value));
        if (path.Length > 0 && node.Members.Count == 0 && node.Items.Count == 0)
        {
            yield return (path, node.Kind is JsonKind.Text or JsonKind.Number or JsonKind.Configured ? node.Text : null, node.Range);
        }

        foreach (var (name, value) in children)
        {
            foreach (var found in Of(value, path.Length == 0 ? name : $"{path}:{name}"))
            {
                yield return found;
            }
        }
    }
}
