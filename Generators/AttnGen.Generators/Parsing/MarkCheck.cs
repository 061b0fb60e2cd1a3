using System;
using System.Linq;
using AttnGen.Generators.Analysis;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Parsing;

/// <summary>Whether a class that is not tunable carries declarations, which nothing would read.</summary>
internal static class MarkCheck
{
    private static readonly string[] OnClasses = [Names.Tune, Names.Freeze, Names.Grouping, .. LowRankKinds.All.Select(Names.Of)];
    private static readonly string[] OnMembers = [Names.Projection, Names.Head, Names.Freeze];

    public static void Report(INamedTypeSymbol type, Action<Problem> report)
    {
        if (!type.IsStrategyType())
        {
            Report(type, type, OnClasses, report);
        }

        foreach (var member in type.GetMembers().Where(member => member is IFieldSymbol or IPropertySymbol))
        {
            Report(member, type, OnMembers, report);
        }
    }

    private static void Report(ISymbol symbol, INamedTypeSymbol type, string[] names, Action<Problem> report)
    {
        foreach (var attribute in symbol.GetAttributes().Where(attribute => names.Any(name => attribute.AttributeClass.IsNamed(name))))
        {
            var name = attribute.AttributeClass!.Name;
            report(new Problem(ShapeDescriptors.NeedsTunableModule, attribute.Place(), [name.Substring(0, name.Length - nameof(Attribute).Length), ((symbol as IFieldSymbol)?.AssociatedSymbol ?? symbol).Name, type.Name]) { Properties = Problem.Unmarked });
        }
    }
}
