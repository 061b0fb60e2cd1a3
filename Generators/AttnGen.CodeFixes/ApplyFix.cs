using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AttnGen.CodeFixes;

/// <summary>Computes a layer's product by <c>Apply</c>: <c>dense.call(x)</c> becomes <c>Apply(dense, x)</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ApplyFix : Fix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["ATG0309"];

    private protected override IEnumerable<Offer> Offers(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic)
    {
        if (node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "call" or "forward" } access, ArgumentList.Arguments: [var input] } call
            && access.Expression.Span == diagnostic.Location.SourceSpan)
        {
            yield return new Offer("Use Apply", "apply", () => root.ReplaceNode(call, SyntaxFactory.ParseExpression($"Apply({access.Expression}, {input})").WithTriviaFrom(call)));
        }
    }
}
