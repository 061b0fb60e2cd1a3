using System.Globalization;
using AttnGen.StrategyFiles;

namespace AttnGen;

/// <summary>
/// A key of a configuration with all below it: <c>a:b:c</c> is c in b in a, without regard to case. What a key holds is a text, which stands for
/// whatever is asked for there; where the keys below are 0, 1, 2 and so on, they are a list.
/// </summary>
internal sealed class KeyBranch
{
    private const char Separator = ':';
    private const int MostDepth = 64;

    private readonly SortedDictionary<string, KeyBranch> below = new(StringComparer.OrdinalIgnoreCase);
    private readonly string path;
    private readonly string name;
    private string? value;

    private KeyBranch(string path, string name) => (this.path, this.name) = (path, name);

    /// <summary>What a section holds, and its keys by the numbers of their places; problems are added to the list.</summary>
    public static (JsonNode Root, IReadOnlyList<string> Keys) Read(IEnumerable<KeyValuePair<string, string?>> values, string section, List<FileProblem> problems)
    {
        var (root, keys) = (new KeyBranch(section, section), new List<string>());
        foreach (var (key, value) in values)
        {
            if (section.Length == 0)
            {
                root.At(key.Split(Separator)).value = value;
            }
            else if (key.Equals(section, StringComparison.OrdinalIgnoreCase))
            {
                root.value = value;
            }
            else if (key.StartsWith(section + Separator, StringComparison.OrdinalIgnoreCase))
            {
                root.At(key[(section.Length + 1)..].Split(Separator)).value = value;
            }
        }

        return (root.ToNode(keys, problems, 0), keys);
    }

    private KeyBranch At(string[] names)
    {
        var branch = this;
        foreach (var part in names.Take(MostDepth + 2))
        {
            if (!branch.below.TryGetValue(part, out var next))
            {
                branch.below.Add(part, next = new KeyBranch(branch.path.Length == 0 ? part : branch.path + Separator + part, part));
            }

            branch = next;
        }

        return branch;
    }

    private JsonNode ToNode(List<string> keys, List<FileProblem> problems, int depth)
    {
        var range = new TextRange(keys.Count, 1);
        keys.Add(path);
        if (depth > MostDepth)
        {
            problems.Add(new FileProblem(FileProblemIds.Syntax, range, $"The keys are nested more than {MostDepth} deep."));
            return new JsonNode(JsonKind.Wrong, range);
        }

        if (below.Count == 0)
        {
            return new JsonNode(JsonKind.Configured, range) { Text = value ?? "", Number = JsonScanner.NumberOf(value ?? "") };
        }

        if (!string.IsNullOrEmpty(value))
        {
            problems.Add(new FileProblem(FileProblemIds.WrongType, range, $"\"{name}\" has the value \"{value}\", and keys below it. Remove one of the two."));
        }

        var items = Enumerable.Range(0, below.Count).Select(index => below.GetValueOrDefault(index.ToString(CultureInfo.InvariantCulture))).ToList();
        if (items.TrueForAll(item => item is not null))
        {
            return new JsonNode(JsonKind.Array, range) { Items = [.. items.Select(item => item!.ToNode(keys, problems, depth + 1))] };
        }

        return new JsonNode(JsonKind.Object, range)
        {
            IgnoresCase = true,
            Members = [.. below.Values.Select(branch =>
            {
                var node = branch.ToNode(keys, problems, depth + 1);
                return new JsonMember(branch.name, node.Range, node);
            })],
        };
    }
}
