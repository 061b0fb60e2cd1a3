using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using AttnGen.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AttnGen.CodeFixes;

/// <summary>Takes a projection's product from <c>Project</c>: <c>query.call(x)</c> becomes <c>Project(x).Query</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ProjectFix : Fix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["ATG0303"];

    private protected override IEnumerable<Offer> Offers(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic)
    {
        if (node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "call" or "forward" } access, ArgumentList.Arguments: [var input] } call
            && access.Expression.Span == diagnostic.Location.SourceSpan && diagnostic.Properties.TryGetValue("role", out var role) && System.Enum.TryParse<Matrix>(role, out var matrix))
        {
            yield return new Offer("Take it from Project", "project", () => root.ReplaceNode(call, SyntaxFactory.ParseExpression($"Project({input}).{matrix.Word()}").WithTriviaFrom(call)));
        }
    }
}
