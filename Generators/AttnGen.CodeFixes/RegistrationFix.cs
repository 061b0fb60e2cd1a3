using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace AttnGen.CodeFixes;

/// <summary>Calls <c>RegisterComponents()</c> at the end of a constructor, or moves the call there.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RegistrationFix : Fix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["ATG0010", "ATG0011"];

    private protected override IEnumerable<Offer> Offers(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic)
    {
        if (node.FirstAncestorOrSelf<ConstructorDeclarationSyntax>() is { Body: { } body })
        {
            var title = diagnostic.Id == "ATG0010" ? "Call RegisterComponents() at the end" : "Move RegisterComponents() to the end";
            yield return new Offer(title, "register", () => root.ReplaceNode(body, Registered(body)));
        }
    }

    private static BlockSyntax Registered(BlockSyntax body)
    {
        var calls = body.Statements.Where(IsRegistration).ToList();
        var moved = calls.Count > 0 ? calls[0].WithoutTrivia() : SyntaxFactory.ParseStatement("RegisterComponents();");
        var kept = body.RemoveNodes(calls, SyntaxRemoveOptions.KeepNoTrivia)!;
        return kept.AddStatements(moved.WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed).WithAdditionalAnnotations(Formatter.Annotation)).WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static bool IsRegistration(StatementSyntax statement) =>
        statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "RegisterComponents" } } };
}
