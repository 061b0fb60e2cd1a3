using System;
using System.Collections.Immutable;
using System.Globalization;
using AttnGen.Generators.Analysis;
using AttnGen.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Parsing;

/// <summary>Whether a rank fits a matrix whose sizes are constants. What only the run knows, the session checks.</summary>
internal static class RankCheck
{
    public static Problem? Check(Declarer declarer, TargetedProjection projection)
    {
        if (projection.Method is not LowRankMethodModel { Rank: >= 1 and var rank } method
            || !SymbolEqualityComparer.Default.Equals(projection.Owner.ContainingAssembly, declarer.Assembly)
            || !ClassMembers.Of(projection.Owner).Sizes.Value.TryGetValue(projection.Member, out var size))
        {
            return null;
        }

        var (input, output) = size;
        var name = $"{projection.Owner.Name}.{projection.Member}";
        var largest = Math.Min(input, output);
        if (rank > largest)
        {
            return new Problem(StrategyDescriptors.RankTooLarge, declarer.MethodPlace, [declarer.Name, rank, name, output, input, largest])
            {
                Properties = ImmutableDictionary<string, string?>.Empty.Add("rank", largest.ToString(CultureInfo.InvariantCulture)).Add("replacement", declarer.TextOf(largest)),
            };
        }

        var (adapter, matrix) = ((rank * (input + output)) + (method.Kind == LowRankKind.Dora ? output : 0), input * output);
        return adapter >= matrix ? new Problem(StrategyDescriptors.RankTrainsMore, declarer.MethodPlace, [declarer.Name, rank, name, adapter, matrix]) : null;
    }
}
