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
        .WithGenericsOptions(SymbolDisplayGenericsOptions.IncludeTypeParameters)
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
        var ownBase = type.BaseType is { } parent && !IsTorchSharp(parent);
        return new TypeModel(
            HintName(type),
            type.ContainingNamespace.IsGlobalNamespace ? null : type.ContainingNamespace.ToDisplayString(Qualified.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted)),
            Containers(type).Reverse().Select(Declaration).ToEquatableArray(),
            Declaration(type),
            type.Name,
            type.ToDisplayString(Qualified),
            Unbound(type).ToDisplayString(Qualified),
            type.BaseType?.SelfAndBases().Any(Symbols.IsTunable) ?? false,
            ownBase,
            type.IsSealed);
    }

    private static INamedTypeSymbol Unbound(INamedTypeSymbol type) =>
        type.IsGenericType ? type.ConstructUnboundGenericType() : type;

    private static bool IsTorchSharp(ITypeSymbol type) => type.ContainingAssembly?.Name == "TorchSharp";

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

    /// <summary>The metadata name, so that two classes never share a file.</summary>
    private static string HintName(INamedTypeSymbol type)
    {
        var names = Containers(type).Reverse().Append(type).Select(part => part.MetadataName.Replace('`', '_'));
        var space = type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString() + ".";
        return space.Replace("@", "") + string.Join(".", names) + ".g.cs";
    }
}
