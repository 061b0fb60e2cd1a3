using System;
using System.Linq;
using AttnGen.Generators.Analysis;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Parsing;

/// <summary>Whether a class with components stands above or below a tunable module without being one.</summary>
internal static class ChainCheck
{
    public static void Report(INamedTypeSymbol type, Action<Problem> report)
    {
        if (type.BaseType is null)
        {
            return;
        }

        var bases = type.BaseType.SelfAndBases().OfType<INamedTypeSymbol>().Where(Symbols.IsOwnModule).ToList();
        if (type.IsTunable())
        {
            foreach (var unmarked in bases.Where(parent => !parent.IsTunable() && MemberParser.ComponentsOf(parent).Count > 0))
            {
                report(new Problem(ShapeDescriptors.NotTunable, type.Place(), [unmarked.Name, type.Name]));
            }
        }
        else if (bases.FirstOrDefault(Symbols.IsTunable) is { } marked && MemberParser.ComponentsOf(type).Count > 0)
        {
            report(new Problem(ShapeDescriptors.NotTunable, type.Place(), [type.Name, marked.Name]) { Properties = Problem.Unmarked });
        }
    }
}
