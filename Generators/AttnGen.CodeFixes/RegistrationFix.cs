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
        var first = body.Statements.FirstOrDefault(IsRegistration);
        // A comment goes with the call that it is about; a directive is about what stands around it.
        var goes = first is not null && !first.ContainsDirectives && first.GetLeadingTrivia().Concat(first.GetTrailingTrivia()).Any(Edits.Says);
        var call = first is null ? SyntaxFactory.ParseStatement("RegisterComponents();") : goes ? first : first.WithoutTrivia();
        body = goes ? body.RemoveNode(first!, SyntaxRemoveOptions.KeepNoTrivia)! : body;
        while (body.Statements.FirstOrDefault(IsRegistration) is { } other)
        {
            body = body.Without(other);
        }

        // What a directive ends before the brace ends before the call.
        var close = body.CloseBraceToken;
        if (close.LeadingTrivia.Any(trivia => trivia.IsDirective))
        {
            body = body.WithCloseBraceToken(close.WithLeadingTrivia(close.LeadingTrivia.Reverse().TakeWhile(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia))));
            call = call.WithLeadingTrivia(close.LeadingTrivia.Reverse().SkipWhile(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Reverse().Concat(call.GetLeadingTrivia()));
        }

        call = goes ? call : call.WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed);
        return body.AddStatements(call.WithAdditionalAnnotations(Formatter.Annotation)).WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static bool IsRegistration(StatementSyntax statement) =>
        statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "RegisterComponents" } } };
}
