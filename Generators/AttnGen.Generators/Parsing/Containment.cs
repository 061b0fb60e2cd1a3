using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Parsing;

/// <summary>Whether a tunable class is a part of another one of its assembly: then it is no model by itself, and its declarations are defaults.</summary>
internal static class Containment
{
    public static bool IsPart(INamedTypeSymbol type) => Types(type.ContainingAssembly.GlobalNamespace)
        .Where(other => other.IsTunable() && !SymbolEqualityComparer.Default.Equals(other, type))
        .Any(other => MemberParser.ComponentsOf(other).Any(component => Holds(component.Type, type)));

    private static bool Holds(ITypeSymbol holder, INamedTypeSymbol type) =>
        SymbolEqualityComparer.Default.Equals(holder.OriginalDefinition, type.OriginalDefinition)
        || (holder is INamedTypeSymbol { TypeArguments: [var element] } && SymbolEqualityComparer.Default.Equals(element.OriginalDefinition, type.OriginalDefinition));

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol space) => space.GetMembers().OfType<INamespaceOrTypeSymbol>()
        .SelectMany(member => member is INamedTypeSymbol named ? Types(named).Prepend(named) : Types(member));
}
