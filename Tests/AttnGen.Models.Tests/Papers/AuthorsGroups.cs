using System.Globalization;
using AttnGen.Tests.Shared;

namespace AttnGen.Models.Tests.Papers;

/// <summary>
/// What a run of the authors' code trains on RoBERTa-base and in which of its groups, from the names alone: an implementation of its own beside the library's. Full tuning trains weight and bias
/// of each target, an adapter A and B (and DoRA a magnitude) of each target; all train the classifier.
/// </summary>
internal static class AuthorsGroups
{
    /// <summary>The trained parameters: name, elements, and the groups by the authors' rule and by the strict one.</summary>
    public static IReadOnlyList<(string Name, long Count, string Paper, string Strict)> Of(string targets, string method, int rank)
    {
        string[] roles = [.. targets.Select(letter => letter switch { 'Q' => "query", 'K' => "key", _ => "value" })];
        var trained = new List<(string, long, string, string)>();
        foreach (var line in File.ReadLines(SourceTree.At("Tests", "AttnGen.Models.Tests", "Papers", "roberta-base.txt")))
        {
            var parts = line.Split(' ');
            var (name, shape) = (parts[0], parts[1..].Select(side => long.Parse(side, CultureInfo.InvariantCulture)).ToArray());
            var role = roles.FirstOrDefault(role => name.Contains($".{role}.", StringComparison.Ordinal));
            if (name.StartsWith("classifier.", StringComparison.Ordinal))
            {
                Add(name, "head", shape);
            }
            else if (role is not null && method == "full")
            {
                Add(name, role, shape);
            }
            else if (role is not null && name.EndsWith(".weight", StringComparison.Ordinal))
            {
                var path = name[..^".weight".Length];
                Add($"{path}.lora_A.weight", role, rank, shape[1]);
                Add($"{path}.lora_B.weight", role, shape[0], rank);
                if (method == "DoRA")
                {
                    Add($"{path}.lora_magnitude_vector", role, shape[0]);
                }
            }
        }

        return trained;

        void Add(string name, string role, params long[] shape) => trained.Add((name, shape.Aggregate(1L, (product, side) => product * side), Paper(name, shape.Length), role));
    }

    /// <summary>The rule of LightweightAtt's MyTrainer: the first that holds.</summary>
    private static string Paper(string name, int dimensions)
    {
        if (name.Contains("value", StringComparison.Ordinal) || dimensions == 1 || name.Contains("v_proj", StringComparison.Ordinal))
        {
            return "value";
        }

        return name.Contains("query", StringComparison.Ordinal) || name.Contains("q_proj", StringComparison.Ordinal) ? "query" : "key";
    }
}
