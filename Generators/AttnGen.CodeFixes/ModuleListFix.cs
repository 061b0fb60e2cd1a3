using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace AttnGen.CodeFixes;

/// <summary>Makes a list or an array of modules a <c>ModuleList</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ModuleListFix : Fix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["ATG0301"];

    private protected override IEnumerable<Offer> Offers(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic)
    {
        // What is assigned elsewhere would have to be made a list there too; a parameter stands in no ModuleList.
        if (node.FirstAncestorOrSelf<VariableDeclarationSyntax>() is not { Variables: [var variable] } declaration || Element(declaration.Type) is not { } element
            || variable.IsAssigned() || !diagnostic.Properties.ContainsKey("modules"))
        {
            yield break;
        }

        var list = SyntaxFactory.ParseTypeName($"global::TorchSharp.Modules.ModuleList<{element}>").WithTriviaFrom(declaration.Type).WithAdditionalAnnotations(Simplifier.Annotation);
        if (variable.Initializer?.Value is { } value and (CollectionExpressionSyntax or ImplicitObjectCreationExpressionSyntax { ArgumentList.Arguments: [], Initializer: null }))
        {
            var elements = value is not CollectionExpressionSyntax collection ? ""
                : collection.Elements.Any(element => element is SpreadElementSyntax) ? collection.WithoutTrivia().ToString()
                : collection.Elements.ToString();
            yield return new Offer("Use ModuleList", "list", () => root.ReplaceNodes([declaration.Type, (SyntaxNode)value], (original, _) =>
                original == declaration.Type ? list : SyntaxFactory.ParseExpression($"new({elements})").WithTriviaFrom(original)));
        }
    }

    /// <summary>A dictionary has keys that a list would lose.</summary>
    private static TypeSyntax? Element(TypeSyntax type) => type switch
    {
        ArrayTypeSyntax { RankSpecifiers: [{ Rank: 1 }] } array => array.ElementType,
        GenericNameSyntax { TypeArgumentList.Arguments: [var element] } => element,
        QualifiedNameSyntax { Right: GenericNameSyntax { TypeArgumentList.Arguments: [var element] } } => element,
        _ => null,
    };
}
