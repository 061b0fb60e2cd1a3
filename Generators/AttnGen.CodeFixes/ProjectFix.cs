using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using AttnGen.Generators.Model;
using AttnGen.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AttnGen.CodeFixes;

/// <summary>
/// Takes a projection's product from <c>Project</c>: <c>query.call(x)</c> becomes <c>Project(x).Query</c>. Where the member gives its projections different inputs, as cross-attention
/// does, only a person knows which of them go together.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ProjectFix : Fix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["ATG0303"];

    private protected override IEnumerable<Offer> Offers(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic)
    {
        if (node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "call" or "forward" } access, ArgumentList.Arguments: [var input] } call
            && access.Expression.Span == diagnostic.Location.SourceSpan && diagnostic.Properties.TryGetValue("role", out var role) && System.Enum.TryParse<Matrix>(role, out var matrix)
            && diagnostic.Properties.TryGetValue("projections", out var projections) && HaveOneInput(call, projections!.Split(',')))
        {
            yield return new Offer("Take it from Project", "project", () => root.ReplaceNode(call, SyntaxFactory.ParseExpression($"Project({input}).{matrix.Word()}").WithTriviaFrom(call)));
        }
    }

    /// <summary>Whether all calls of projections in a call's member have its input.</summary>
    private static bool HaveOneInput(InvocationExpressionSyntax call, string[] projections) => call.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member
        && member.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Where(other => other.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "call" or "forward" } access && MemberAssignments.NameOf(access.Expression) is { } name && projections.Contains(name))
            .All(other => other.ArgumentList.IsEquivalentTo(call.ArgumentList, topLevel: false));
}
