using System;
using System.Collections.Generic;
using System.Linq;
using AttnGen.Generators.Analysis;
using AttnGen.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AttnGen.Generators.Parsing;

/// <summary>Reads where the generated part of a class goes, and whether it can be there.</summary>
internal static class ShapeParser
{
    private static readonly SymbolDisplayFormat WithParameters = SymbolDisplayFormat.MinimallyQualifiedFormat
        .WithGenericsOptions(SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeVariance)
        .WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    private static readonly SymbolDisplayFormat Qualified = SymbolDisplayFormat.FullyQualifiedFormat
        .WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers | SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    /// <summary>The class's place, or null where nothing could be emitted.</summary>
    public static TypeModel? Parse(INamedTypeSymbol type, Action<Problem> report)
    {
        var sound = true;
        void Refuse(DiagnosticDescriptor descriptor, ISymbol where, params object[] arguments)
        {
            report(new Problem(descriptor, where.Place(), arguments));
            sound = false;
        }

        if (!type.Is(Names.TorchModule))
        {
            Refuse(ShapeDescriptors.NotAModule, type, type.Name);
        }

        if (type.IsFileLocal)
        {
            Refuse(ShapeDescriptors.FileLocal, type, type.Name);
        }

        if (!IsPartial(type))
        {
            Refuse(ShapeDescriptors.NotPartial, type, type.Name);
        }

        foreach (var container in Containers(type).Where(container => !IsPartial(container)))
        {
            Refuse(ShapeDescriptors.ContainerNotPartial, type, type.Name, container.Name);
        }

        return sound ? Model(type) : null;
    }

    private static TypeModel Model(INamedTypeSymbol type)
    {
        var bases = type.BaseType?.SelfAndBases().Where(Symbols.IsOwnModule).ToList() ?? [];
        return new TypeModel(
            HintName(type),
            type.ContainingNamespace.IsGlobalNamespace ? null : type.ContainingNamespace.ToDisplayString(Qualified.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted)),
            Containers(type).Reverse().Select(Declaration).ToEquatableArray(),
            Declaration(type),
            type.Name,
            type.ToDisplayString(Qualified),
            Unbound(type).ToDisplayString(Qualified),
            bases.Any(Symbols.IsTunable),
            bases.Count > 0,
            bases.Any(parent => !parent.IsTunable()),
            type.IsSealed);
    }

    private static INamedTypeSymbol Unbound(INamedTypeSymbol type) =>
        type.IsGenericType ? type.ConstructUnboundGenericType() : type;

    private static bool IsPartial(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax() is TypeDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static IEnumerable<INamedTypeSymbol> Containers(INamedTypeSymbol type)
    {
        for (var container = type.ContainingType; container is not null; container = container.ContainingType)
        {
            yield return container;
        }
    }

    private static string Declaration(INamedTypeSymbol type)
    {
        var kind = type switch
        {
            { IsRecord: true, TypeKind: TypeKind.Struct } => "record struct",
            { IsRecord: true } => "record",
            { TypeKind: TypeKind.Struct } => "struct",
            { TypeKind: TypeKind.Interface } => "interface",
            _ => "class",
        };
        return $"partial {kind} {type.ToDisplayString(WithParameters)}";
    }

    /// <summary>The metadata name, so that two classes never share a file; the compiler tells files apart without regard to case.</summary>
    private static string HintName(INamedTypeSymbol type)
    {
        var names = Containers(type).Reverse().Append(type).Select(FileName);
        var space = type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString() + ".";
        return space.Replace("@", "") + string.Join("+", names) + ".g.cs";
    }

    private static string FileName(INamedTypeSymbol type)
    {
        var siblings = type.ContainingType?.GetTypeMembers() ?? type.ContainingNamespace.GetTypeMembers();
        var twins = siblings.Select(sibling => sibling.MetadataName)
            .Where(name => string.Equals(name, type.MetadataName, StringComparison.OrdinalIgnoreCase))
            .Distinct().OrderBy(name => name, StringComparer.Ordinal).ToList();
        return twins.Count <= 1 ? type.MetadataName : $"{type.MetadataName}-{twins.IndexOf(type.MetadataName) + 1}";
    }
}
