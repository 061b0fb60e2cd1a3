using System.Linq;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Parsing;

/// <summary>Where a type can be named.</summary>
internal static class Visibility
{
    /// <summary>Whether no other file can name a type.</summary>
    public static bool IsHidden(INamedTypeSymbol type) => type.SelfAndContainers().Any(part => part.IsFileLocal || part.TypeArguments.OfType<INamedTypeSymbol>().Any(IsHidden));

    /// <summary>Whether a model can be named wherever a type of the same assembly can, so that the type's internal members may speak of it.</summary>
    public static bool Reaches(INamedTypeSymbol type, INamedTypeSymbol model) => model.SelfAndContainers()
        .All(part => IsReached(type, part) && part.TypeArguments.OfType<INamedTypeSymbol>().All(argument => Reaches(type, argument)));

    /// <summary>What is private in a class is reached by what is private in the same class, or within it.</summary>
    private static bool IsReached(INamedTypeSymbol type, INamedTypeSymbol part) => !IsInner(part)
        || type.SelfAndContainers().Any(own => IsInner(own)
            && own.ContainingType.SelfAndContainers().Any(container => SymbolEqualityComparer.Default.Equals(container.OriginalDefinition, part.ContainingType.OriginalDefinition)));

    private static bool IsInner(INamedTypeSymbol type) =>
        type.ContainingType is not null && type.DeclaredAccessibility is Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal;
}
