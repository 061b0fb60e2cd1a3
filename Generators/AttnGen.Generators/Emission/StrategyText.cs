using System;
using System.Collections.Generic;
using System.Linq;
using AttnGen.Generators.Model;

namespace AttnGen.Generators.Emission;

/// <summary>A strategy in words and as calls of the builder.</summary>
internal static class StrategyText
{
    /// <summary>The head's numbers are no part of it.</summary>
    public const string PaperCall = ".Grouping(global::AttnGen.Grouping.Paper)";

    /// <summary>An invalid strategy does not compile where it is used, also where analyzers are off.</summary>
    public static void Refusal(SourceWriter source, StrategyModel strategy)
    {
        if (strategy.Error is { } error)
        {
            source.Lines($"[global::System.Obsolete({Literal.Of(error)}, error: true)]");
        }
    }

    public static string Summary(StrategyModel strategy)
    {
        if (strategy.Error is not null)
        {
            return "a strategy that cannot be honoured";
        }

        var parts = strategy.Roles.Select(role => $"{role.Matrix} at {Rate(role.LrScale)}{(role.IsEveryLayer ? "" : $" in the layers {role.Layers}")}").ToList();
        if (strategy.Head is { } head)
        {
            parts.Add($"the head at {Rate(head.LrScale)}");
        }
        else if (strategy.FreezesHead)
        {
            parts.Add("the head frozen");
        }
        else if (strategy.Roles.Count == 0)
        {
            // Of a model with a member that only the session can look into.
            parts.Add("the head alone, if the session finds one");
        }

        return (strategy.Roles.Count == 0 ? "" : strategy.Method.Describe() + " of ") + string.Join(", ", parts) + (strategy.IsPaper ? ", in the paper's groups" : "");
    }

    private static string Rate(double lrScale) => lrScale == 1 ? "the base rate" : FormattableString.Invariant($"{lrScale} times the base rate");

    public static IEnumerable<string> Calls(StrategyModel strategy)
    {
        if (strategy is { Method: LowRankMethodModel method, Roles.Count: > 0 })
        {
            var alpha = method.Alpha == 8 ? "" : $", alpha: {Literal.Of(method.Alpha)}";
            var dropout = method.Dropout == 0 ? "" : $", dropout: {Literal.Of(method.Dropout)}";
            yield return $".{method.Kind}(rank: {Literal.Of(method.Rank)}{alpha}{dropout})";
        }

        foreach (var role in strategy.Roles)
        {
            yield return $".Tune({role.Matrix.Literal()}{Numbers(role.LrScale, role.WeightDecay, ", ")}{LayersArgument(role)})";
        }

        if (strategy is { IsPaper: false, Head: { } head })
        {
            yield return $".Head({Numbers(head.LrScale, head.WeightDecay, "")})";
        }

        if (strategy.IsPaper)
        {
            yield return PaperCall;
        }

        foreach (var call in OriginsEmitter.Call(strategy))
        {
            yield return call;
        }
    }

    public static string LayersArgument(RoleModel role) => role.IsEveryLayer ? "" : $", layers: {Literal.Of(role.Layers)}";

    private static string Numbers(double lrScale, double weightDecay, string separator)
    {
        var numbers = new[]
        {
            lrScale == 1 ? null : $"lrScale: {Literal.Of(lrScale)}",
            double.IsNaN(weightDecay) ? null : $"weightDecay: {Literal.Of(weightDecay)}",
        }.Where(number => number is not null).ToList();
        return numbers.Count == 0 ? "" : separator + string.Join(", ", numbers);
    }
}
