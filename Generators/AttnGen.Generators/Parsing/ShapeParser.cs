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
    /// <summary>The class's place, or null where nothing could be emitted.</summary>
    public static TypeModel? Parse(INamedTypeSymbol type, Action<Problem> report)
    {
        var problems = Problems(type, isModule: true).ToList();
        problems.ForEach(report);
        return problems.Count == 0 ? Model(type) : null;
    }

    /// <summary>The place of a class that declares a strategy, or null where nothing could be emitted.</summary>
    public static PlaceModel? ParseStrategyType(INamedTypeSymbol type, Action<Problem> report)
    {
        var problems = Problems(type, isModule: false).ToList();
        problems.ForEach(report);
        return problems.Count == 0 ? PlaceOf(type) : null;
    }

    private static IEnumerable<Problem> Problems(INamedTypeSymbol type, bool isModule)
    {
        Problem Of(DiagnosticDescriptor descriptor, params object[] arguments) => new(descriptor, type.Place(), arguments);

        if (isModule && type.IsStatic)
        {
            yield return Of(ShapeDescriptors.Static, type.Name);
        }
        else if (isModule && !type.Is(Names.TorchModule))
        {
            yield return Of(ShapeDescriptors.NotAModule, type.Name);
        }

        if (!isModule && (!type.IsStatic || type.IsGenericType || Containers(type).Any(container => container.IsGenericType)))
        {
            yield return Of(StrategyDescriptors.StrategyTypeShape, type.Name);
        }

        foreach (var local in type.SelfAndContainers().Where(part => part.IsFileLocal))
        {
            yield return new Problem(ShapeDescriptors.FileLocal, local.Place(), [local.Name]);
        }

        if (!IsPartial(type))
        {
            yield return Of(ShapeDescriptors.NotPartial, type.Name);
        }

        if (OldLanguage(type) is { } version)
        {
            yield return Of(ShapeDescriptors.OldLanguage, type.Name, version.ToDisplayString());
        }

        foreach (var container in Containers(type).Where(container => !IsPartial(container)))
        {
            yield return Of(ShapeDescriptors.ContainerNotPartial, type.Name, container.Name);
        }
    }

    private static TypeModel Model(INamedTypeSymbol type)
    {
        var bases = type.BaseType?.SelfAndBases().Where(Symbols.IsOwnModule).ToList() ?? [];
        return new TypeModel(
            PlaceOf(type),
            type.Reference(),
            Unbound(type).Reference(),
            bases.Any(Symbols.IsTunable),
            bases.Count > 0,
            bases.Any(parent => !parent.IsTunable()),
            type.IsSealed);
    }

    private static PlaceModel PlaceOf(INamedTypeSymbol type) => new(
        HintName(type),
        type.ContainingNamespace.IsGlobalNamespace ? null : type.ContainingNamespace.ToDisplayString(Symbols.Qualified.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted)),
        Containers(type).Reverse().Select(Declaration).ToEquatableArray(),
        Declaration(type),
        type.Name);

    private static INamedTypeSymbol Unbound(INamedTypeSymbol type) =>
        type.IsGenericType ? type.ConstructUnboundGenericType() : type;

    /// <summary>The language version where it is too old for the generated code.</summary>
    private static LanguageVersion? OldLanguage(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.Select(reference => (reference.SyntaxTree.Options as CSharpParseOptions)?.LanguageVersion)
            .FirstOrDefault(version => version < LanguageVersion.CSharp12);

    private static bool IsPartial(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax() is TypeDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static IEnumerable<INamedTypeSymbol> Containers(INamedTypeSymbol type) => type.SelfAndContainers().Skip(1);

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
        // A class is in no interface whose parameters vary.
        var parameters = type.TypeParameters.IsEmpty ? "" : $"<{string.Join(", ", type.TypeParameters.Select(parameter => Symbols.EscapeDeclared(parameter.Name)))}>";
        return $"partial {kind} {Symbols.EscapeDeclared(type.Name)}{parameters}";
    }

    /// <summary>The metadata name, so that two classes never share a file; the compiler tells files apart without regard to case.</summary>
    private static string HintName(INamedTypeSymbol type) => Space(type.ContainingNamespace) + string.Join("+", type.SelfAndContainers().Reverse().Select(FileName)) + ".g.cs";

    private static string Space(INamespaceSymbol space) => space.IsGlobalNamespace ? ""
        : $"{Space(space.ContainingNamespace)}{Distinct(space, space.ContainingNamespace.GetNamespaceMembers())}.";

    private static string FileName(INamedTypeSymbol type)
    {
        INamespaceOrTypeSymbol container = type.ContainingType is { } outer ? outer : type.ContainingNamespace;
        return Distinct(type, container.GetTypeMembers().Where(sibling => sibling.Arity == type.Arity));
    }

    /// <summary>A symbol's metadata name, with a number where one beside it has the same name in another case.</summary>
    private static string Distinct(ISymbol symbol, IEnumerable<ISymbol> siblings)
    {
        List<string>? twins = null;
        foreach (var sibling in siblings)
        {
            if (string.Equals(sibling.Name, symbol.Name, StringComparison.OrdinalIgnoreCase) && sibling.Name != symbol.Name)
            {
                (twins ??= [symbol.MetadataName]).Add(sibling.MetadataName);
            }
        }

        twins?.Sort(StringComparer.Ordinal);
        return twins is null ? symbol.MetadataName : $"{symbol.MetadataName}-{twins.IndexOf(symbol.MetadataName) + 1}";
    }
}
