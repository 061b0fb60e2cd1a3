using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AttnGen.Generators.Parsing;

/// <summary>Questions to symbols.</summary>
internal static class Symbols
{
    /// <summary>With namespace and containing types, and <c>@</c> where a name is a keyword.</summary>
    public static readonly SymbolDisplayFormat Qualified = SymbolDisplayFormat.FullyQualifiedFormat
        .WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers | SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    /// <summary>The type as generated code refers to it.</summary>
    public static string Reference(this ITypeSymbol type) => type.ToDisplayString(Qualified);

    /// <summary>Whether a type has this name with namespace and containing types, type arguments aside. It is asked often, and makes no strings.</summary>
    public static bool IsNamed(this ITypeSymbol? type, string name)
    {
        var end = name.Length;
        for (ISymbol? part = type; part is not null and not INamespaceSymbol { IsGlobalNamespace: true }; part = part.ContainingSymbol)
        {
            var start = end - part.Name.Length;
            if (end <= 0 || start < 0 || part.Name.Length == 0 || string.CompareOrdinal(name, start, part.Name, 0, part.Name.Length) != 0 || (start > 0 && name[start - 1] != '.'))
            {
                return false;
            }

            end = start - 1;
        }

        return type is not null && end == -1;
    }

    public static AttributeData? FindAttribute(this ISymbol symbol, string name)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass.IsNamed(name))
            {
                return attribute;
            }
        }

        return null;
    }

    public static IEnumerable<AttributeData> FindAttributes(this ISymbol symbol, string name) =>
        symbol.GetAttributes().Where(attribute => attribute.AttributeClass.IsNamed(name));

    /// <summary>A mark on a member; of a property also <c>[field: ...]</c>, on what it keeps its value in.</summary>
    public static AttributeData? FindMark(this ISymbol member, string name) => member.FindAttribute(name) ?? member.BackingField()?.FindAttribute(name);

    /// <summary>All marks of a name on a member, in both places.</summary>
    public static IEnumerable<AttributeData> FindMarks(this ISymbol member, string name) => member.FindAttributes(name).Concat(member.BackingField()?.FindAttributes(name) ?? []);

    /// <summary>The field that an automatic property keeps its value in, or null.</summary>
    public static IFieldSymbol? BackingField(this ISymbol member)
    {
        if (member is IPropertySymbol)
        {
            foreach (var other in member.ContainingType.GetMembers())
            {
                if (other is IFieldSymbol { AssociatedSymbol: IPropertySymbol property } field && SymbolEqualityComparer.Default.Equals(property.Declared(), member))
                {
                    return field;
                }
            }
        }

        return null;
    }

    /// <summary>Of a partial property the part that declares it, which is the one among its class's members; the field behind it belongs to the other.</summary>
    public static IPropertySymbol Declared(this IPropertySymbol property) => property.PartialDefinitionPart ?? property;

    public static bool IsTunable(this ITypeSymbol type) => type.FindAttribute(Names.TunableModule) is not null;

    /// <summary>Whether a type declares a strategy for a model.</summary>
    public static bool IsStrategyType(this ITypeSymbol type) => type.FindAttribute(Names.TuneStrategy) is not null;

    /// <summary>Whether a type is another or derives from it.</summary>
    public static bool Is(this ITypeSymbol type, string name)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.IsNamed(name))
            {
                return true;
            }
        }

        return false;
    }

    public static IEnumerable<ITypeSymbol> SelfAndBases(this ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            yield return current;
        }
    }

    /// <summary>A type and the types that it is in, innermost first.</summary>
    public static IEnumerable<INamedTypeSymbol> SelfAndContainers(this INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.ContainingType)
        {
            yield return current;
        }
    }

    /// <summary>Whether a type is a module that is not TorchSharp's.</summary>
    public static bool IsOwnModule(this ITypeSymbol type) => type.ContainingAssembly?.Name != "TorchSharp" && type.Is(Names.TorchModule);

    public static Location? Place(this AttributeData attribute) =>
        attribute.ApplicationSyntaxReference is { } reference ? Location.Create(reference.SyntaxTree, reference.Span) : null;

    public static Location? Place(this ISymbol symbol) => symbol.Locations.FirstOrDefault(location => location.IsInSource);

    public static T Argument<T>(this AttributeData attribute, string name, T otherwise) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value is { Kind: not TypedConstantKind.Error, Value: T value } ? value : otherwise;

    public static Model.Matrix MatrixArgument(this AttributeData attribute) =>
        attribute.ConstructorArguments is [{ Value: int value }] ? (Model.Matrix)value : Model.Matrix.None;

    /// <summary>A name as code writes it, with <c>@</c> where it is a keyword.</summary>
    public static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : name;

    /// <summary>A name of a class or type parameter where it is declared: the compiler warns of one in small letters alone, which may become a keyword.</summary>
    public static string EscapeDeclared(string name) => name.All(character => character is >= 'a' and <= 'z') ? "@" + name : Escape(name);
}
