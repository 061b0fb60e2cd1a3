using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Parsing;

/// <summary>Where a type can be named.</summary>
internal static class Visibility
{
    /// <summary>Whether no other file can name a type.</summary>
    public static bool IsHidden(INamedTypeSymbol type) => FileLocals(type).Any();

    /// <summary>The declarations for which no other file can name a type: its own, those that it is in, and those of type arguments.</summary>
    public static IEnumerable<INamedTypeSymbol> FileLocals(INamedTypeSymbol type) => type.SelfAndContainers()
        .SelectMany(part => part.TypeArguments.OfType<INamedTypeSymbol>().SelectMany(FileLocals).Concat(part.IsFileLocal ? [part] : []));

    /// <summary>Whether a model can be named wherever a type of the same assembly can, so that the type's internal members may speak of it.</summary>
    public static bool Reaches(INamedTypeSymbol type, INamedTypeSymbol model) => model.SelfAndContainers()
        .All(part => IsReached(type, part) && part.TypeArguments.OfType<INamedTypeSymbol>().All(argument => Reaches(type, argument)));

    /// <summary>The compiler's rule for what a member's signature names: what contains the member must be as restricted as the part.</summary>
    private static bool IsReached(INamedTypeSymbol type, INamedTypeSymbol part) => part.ContainingType is not { } container || part.DeclaredAccessibility switch
    {
        Accessibility.Private => type.SelfAndContainers().Any(own => IsPrivateWithin(own, outer => IsSame(outer, container))),
        Accessibility.Protected or Accessibility.ProtectedAndInternal => type.SelfAndContainers().Any(own => IsPrivateWithin(own, outer => Derives(outer, container))
            || (IsProtectedLike(own, part.DeclaredAccessibility) && Derives(own.ContainingType, container))),
        _ => true,
    };

    private static bool IsPrivateWithin(INamedTypeSymbol type, Func<INamedTypeSymbol, bool> holds) =>
        type is { ContainingType: { } container, DeclaredAccessibility: Accessibility.Private } && container.SelfAndContainers().Any(holds);

    private static bool IsProtectedLike(INamedTypeSymbol type, Accessibility part) =>
        type.DeclaredAccessibility == Accessibility.ProtectedAndInternal || (type.DeclaredAccessibility == Accessibility.Protected && part == Accessibility.Protected);

    private static bool Derives(INamedTypeSymbol type, INamedTypeSymbol parent) => type.SelfAndBases().Any(each => IsSame(each, parent));

    private static bool IsSame(ITypeSymbol one, ITypeSymbol other) => SymbolEqualityComparer.Default.Equals(one.OriginalDefinition, other.OriginalDefinition);
}
