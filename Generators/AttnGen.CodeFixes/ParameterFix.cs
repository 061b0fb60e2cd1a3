using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AttnGen.CodeFixes;

/// <summary>Makes a weight that is a <c>Tensor</c> a <c>Parameter</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ParameterFix : Fix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["ATG0302"];

    private protected override IEnumerable<Offer> Offers(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic)
    {
        // Where the value comes from elsewhere, only a person knows what to wrap.
        if (node.FirstAncestorOrSelf<VariableDeclarationSyntax>() is { Variables: [{ Initializer.Value: { } value } variable] } declaration && !IsNothing(value) && !variable.IsAssigned())
        {
            yield return new Offer("Make it a Parameter", "parameter", () => root.ReplaceNodes([declaration.Type, (SyntaxNode)value], (original, _) => original == declaration.Type
                ? SyntaxFactory.ParseTypeName("global::TorchSharp.Modules.Parameter").WithTriviaFrom(original).WithAdditionalAnnotations(Microsoft.CodeAnalysis.Simplification.Simplifier.Annotation)
                : SyntaxFactory.ParseExpression($"new({value})").WithTriviaFrom(original)));
        }
    }

    private static bool IsNothing(ExpressionSyntax value) => value switch
    {
        PostfixUnaryExpressionSyntax { Operand: var forgiven } => IsNothing(forgiven),
        ParenthesizedExpressionSyntax { Expression: var inner } => IsNothing(inner),
        _ => value.Kind() is SyntaxKind.NullLiteralExpression or SyntaxKind.DefaultLiteralExpression or SyntaxKind.DefaultExpression,
    };
}
