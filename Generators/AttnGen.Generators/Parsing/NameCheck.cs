using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Parsing;

/// <summary>
/// Whether something that is no component has a component's registered name. When a module moves, TorchSharp lists all fields of an instance by the names that
/// they would be registered under, whatever their types, and throws where two have one; and it sets a public property of a parameter's name, if there is one.
/// </summary>
internal sealed class NameCheck(INamedTypeSymbol type, IReadOnlyList<Component> components)
{
    private readonly HashSet<string>? others = Others(type, components);

    /// <summary>Whether a component's name is taken by a field or property that is no component.</summary>
    public bool IsTaken(Component component, string registered) =>
        (others is not null && (component.IsReplaced || NameOf(component.Field) == registered) && others.Contains(registered))
        || (component.IsReplaced && IsProperty(component.Symbol, registered));

    /// <summary>The class's own members that take the name of a base class's component.</summary>
    public IEnumerable<ISymbol> Hiding(InheritedComponent component) => type.GetMembers(component.RegisteredName).Where(member => !member.IsStatic && member switch
    {
        // Of two fields of one name TorchSharp sees the derived class's.
        IFieldSymbol field => !components.Any(own => SymbolEqualityComparer.Default.Equals(own.Field, field))
            && (component.IsReplaced || (component.Field is { } other && other.Name != field.Name && NameOf(other) == component.RegisteredName)),
        IPropertySymbol property => component.IsReplaced && property is { IsOverride: false, DeclaredAccessibility: Accessibility.Public }
            && !components.Any(own => SymbolEqualityComparer.Default.Equals(own.Symbol, property)),
        _ => false,
    });

    private bool IsProperty(ISymbol member, string name) =>
        type.SelfAndBases().SelectMany(each => each.GetMembers(name)).FirstOrDefault(other => other is IPropertySymbol { IsStatic: false, DeclaredAccessibility: Accessibility.Public }) is { } found
        && !SymbolEqualityComparer.Default.Equals(found, member);

    /// <summary>The names of all fields of the class and its bases but those of the class's components; null for none.</summary>
    private static HashSet<string>? Others(INamedTypeSymbol type, IReadOnlyList<Component> components)
    {
        HashSet<string>? names = null;
        HashSet<string>? hidden = null;
        foreach (var each in type.SelfAndBases().TakeWhile(Symbols.IsOwnModule))
        {
            var isOwn = SymbolEqualityComparer.Default.Equals(each, type);
            foreach (var field in each.GetMembers().OfType<IFieldSymbol>().Where(field => !field.IsStatic && !field.IsConst))
            {
                if (isOwn ? !components.Any(component => SymbolEqualityComparer.Default.Equals(component.Field, field)) : (hidden ??= Named(type)).Add(field.Name))
                {
                    (names ??= new(StringComparer.Ordinal)).Add(NameOf(field));
                }
            }
        }

        return names;
    }

    private static HashSet<string> Named(INamedTypeSymbol type) => new(type.GetMembers().OfType<IFieldSymbol>().Select(field => field.Name), StringComparer.Ordinal);

    /// <summary>The name that TorchSharp gives to a field.</summary>
    private static string NameOf(IFieldSymbol field) =>
        field.FindAttribute(Names.Name) is { ConstructorArguments: [{ Value: string name }] } ? name
        : field.FindAttribute(Names.ComponentName)?.Argument<string?>("Name", null) ?? field.Name;
}
