using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Parsing;

/// <summary>
/// Whether something that is no component has a component's registered name. When a module moves, TorchSharp lists all fields of an instance by the names that
/// they would be registered under, whatever their types, and throws where two have one; and it sets a public property of a parameter's name, if there is one, and throws where that
/// has no setter.
/// </summary>
internal sealed class NameCheck(INamedTypeSymbol type, IReadOnlyList<Component> components)
{
    private readonly HashSet<string>? others = Others(type, components);

    /// <summary>Whether a component's name is taken by a field or property that is no component.</summary>
    public bool IsTaken(Component component, string registered) =>
        (others is not null && (component.IsReplaced || NameOf(component.Field) == registered) && others.Contains(registered))
        || (component.IsReplaced && IsUnsettable(component, registered));

    /// <summary>The class's own members that take the name of a base class's component.</summary>
    public IEnumerable<ISymbol> Hiding(InheritedComponent component) => HidingByName(component).Concat(HidingField(component)).Distinct(SymbolEqualityComparer.Default);

    /// <summary>Of two fields of one name TorchSharp sees the derived class's, and leaves the base's with what it has disposed of.</summary>
    private IEnumerable<ISymbol> HidingField(InheritedComponent component) => component is { IsReplaced: true, Field: { AssociatedSymbol: null } field }
        ? type.GetMembers(field.Name).Where(member => member is IFieldSymbol { IsStatic: false, IsConst: false })
        : [];

    private IEnumerable<ISymbol> HidingByName(InheritedComponent component) => type.GetMembers(component.RegisteredName).Where(member => !member.IsStatic && member switch
    {
        IFieldSymbol field => !components.Any(own => SymbolEqualityComparer.Default.Equals(own.Field, field))
            && (component.IsReplaced || (component.Field is { } other && other.Name != field.Name && NameOf(other) == component.RegisteredName)),
        IPropertySymbol property => component.IsReplaced && property is { IsOverride: false, DeclaredAccessibility: Accessibility.Public } && !CanBeSet(property)
            && !components.Any(own => SymbolEqualityComparer.Default.Equals(own.Symbol, property)),
        _ => false,
    });

    /// <summary>The public property that TorchSharp sets where a parameter or buffer of this name moves, or null.</summary>
    public static IPropertySymbol? PropertyOf(INamedTypeSymbol type, string name) => type.SelfAndBases().SelectMany(each => each.GetMembers(name))
        .OfType<IPropertySymbol>().FirstOrDefault(property => property is { IsStatic: false, IsIndexer: false, DeclaredAccessibility: Accessibility.Public });

    private bool IsUnsettable(Component component, string name) => PropertyOf(type, name) is { } property && !SymbolEqualityComparer.Default.Equals(property, component.Symbol)
        && !(CanBeSet(property) && component.Type.SelfAndBases().Contains(property.Type, SymbolEqualityComparer.Default));

    /// <summary>By reflection, on an object that may be a derived class's: for those a private setter is not there.</summary>
    private static bool CanBeSet(IPropertySymbol property) => property.SetMethod is { } setter && (setter.DeclaredAccessibility != Accessibility.Private || property.ContainingType.IsSealed);

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
