using System;
using System.Collections.Generic;
using System.Linq;
using AttnGen.Generators.Analysis;
using AttnGen.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Parsing;

/// <summary>What can be honoured, and is seldom meant.</summary>
internal static class StrategyCheck
{
    private const double HighLambda = 4;

    private static readonly HashSet<string> HeadNames = new(StringComparer.OrdinalIgnoreCase) { "classifier", "head", "lm_head", "score", "qa_outputs", "classification_head", "regressor" };

    /// <summary>Checks the default strategy of a model; null where it trains nothing.</summary>
    public static void Report(INamedTypeSymbol root, Declarations own, StrategyModel? strategy, IReadOnlyList<Matrix> known, Action<Problem> report)
    {
        if (strategy is null)
        {
            if ((own.Method is not null || own.Roles.Count > 0) && !Containment.IsPart(root))
            {
                report(new Problem(StrategyDescriptors.NothingTrained, root.Place(), [root.Name, own.Method is LowRankMethodModel method ? $"[{method.Kind}]" : "[Freeze]", "nothing in it is trained", " or [Head] on a member"]));
            }

            return;
        }

        if (own.Method is not null || own.Roles.Count > 0)
        {
            ReportHeads(root, report);
        }

        // What derives from it may tune, and has the method then.
        if (root.IsSealed && !Containment.IsPart(root) && IsMethodOfNothing(own, strategy))
        {
            ReportMethodOfNothing(own, report);
        }
        else if (strategy is { Roles.Count: 0, Head: not null, Error: null } && known.Count > 0 && !Containment.IsPart(root))
        {
            report(new Problem(StrategyDescriptors.HeadOnly, root.Place(), [root.Name, string.Join(", ", known)]));
        }

        // A part's declarations are defaults: the model that it is in may give the method.
        if (HasHighLambda(strategy) && !Containment.IsPart(root))
        {
            ReportHighLambda(own, strategy, report);
        }

        ReportHints(own, report);
    }

    /// <summary>Checks the numbers of a strategy that stands by itself.</summary>
    public static void ReportNumbers(Declarations own, StrategyModel strategy, Action<Problem> report)
    {
        if (IsMethodOfNothing(own, strategy))
        {
            ReportMethodOfNothing(own, report);
        }

        if (HasHighLambda(strategy))
        {
            ReportHighLambda(own, strategy, report);
        }

        ReportHints(own, report);
    }

    /// <summary>Whether a method is declared and there is no projection that it tunes: the head alone is trained, in full.</summary>
    private static bool IsMethodOfNothing(Declarations own, StrategyModel strategy) => own.Method is LowRankMethodModel && strategy is { Roles.Count: 0, Error: null };

    private static void ReportMethodOfNothing(Declarations own, Action<Problem> report) => report(new Problem(
        StrategyDescriptors.NothingTrained, own.Declarer.Place, [own.Declarer.Name, $"[{((LowRankMethodModel)own.Method!).Kind}]", "tunes no projection, so that the head alone is trained", ""]));

    private static bool HasHighLambda(StrategyModel strategy) =>
        strategy is { Method: FullMethodModel, Error: null } && strategy.Roles.Any(role => role.Matrix == Matrix.V && role.LrScale >= HighLambda);

    private static void ReportHighLambda(Declarations own, StrategyModel strategy, Action<Problem> report) => report(new Problem(
        StrategyDescriptors.HighLambda, own.Declarer.PlaceOf(Matrix.V) ?? own.Declarer.Place, [strategy.Roles.First(role => role.Matrix == Matrix.V).LrScale, own.Declarer.Name]));

    private static void ReportHeads(INamedTypeSymbol root, Action<Problem> report)
    {
        foreach (var component in MemberParser.ComponentsOf(root))
        {
            var symbol = component.Symbol;
            if (component.Kind == ComponentKind.Module && HeadNames.Contains(symbol.Name.TrimStart('_')) && component.Type.IsNamed(Names.Linear)
                && symbol.FindMark(Names.Head) is null && symbol.FindMark(Names.Freeze) is null && symbol.FindMark(Names.Projection) is null)
            {
                report(new Problem(StrategyDescriptors.UntrainedHead, symbol.Place(), [symbol.Name]));
            }
        }
    }

    private static void ReportHints(Declarations own, Action<Problem> report)
    {
        if (own.Tunes(Matrix.Q) && own.Tunes(Matrix.K) && own.Tunes(Matrix.V))
        {
            report(new Problem(HintDescriptors.KeyTuned, own.Declarer.PlaceOf(Matrix.K), [own.Declarer.Name]));
        }

        if (own.Tunes(Matrix.Q) && own.Tunes(Matrix.V) && own.Of(Matrix.V)!.Layers is { Count: 1 } value && own.Of(Matrix.Q)!.Layers is { Count: 1 } query && value[0].LrScale == query[0].LrScale)
        {
            report(new Problem(HintDescriptors.LambdaOne, own.Declarer.PlaceOf(Matrix.V), [own.Declarer.Name]));
        }
    }
}
