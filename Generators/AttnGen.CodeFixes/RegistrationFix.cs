using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using AttnGen.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace AttnGen.CodeFixes;

/// <summary>Calls <c>RegisterComponents()</c> after the last component is assigned, or moves the call there: what follows may need it, or never be reached.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RegistrationFix : Fix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["ATG0010", "ATG0011"];

    private protected override IEnumerable<Offer> Offers(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic)
    {
        if (node.FirstAncestorOrSelf<ConstructorDeclarationSyntax>() is { Body: { } body } constructor && diagnostic.Properties.TryGetValue("components", out var components))
        {
            var title = diagnostic.Id == "ATG0010" ? "Call RegisterComponents()" : "Move RegisterComponents() below the assignment";
            yield return new Offer(title, "register", () => root.ReplaceNode(body, Registered(body, new ComponentAssignments(constructor, components!.Split(',')))));
        }
    }

    private static BlockSyntax Registered(BlockSyntax body, ComponentAssignments assignments)
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

        var place = Place(body, assignments);
        var next = place < body.Statements.Count ? body.Statements[place].GetFirstToken() : body.CloseBraceToken;
        var ended = Ended(next.LeadingTrivia);
        body = body.ReplaceToken(next, next.WithLeadingTrivia(next.LeadingTrivia.Skip(ended)));
        call = call.WithLeadingTrivia(next.LeadingTrivia.Take(ended).Concat(call.GetLeadingTrivia()));
        // A formatter takes a blank line behind an elastic end.
        var rest = next.LeadingTrivia.Skip(ended).FirstOrDefault();
        call = goes ? call : call.WithTrailingTrivia(rest.IsKind(SyntaxKind.EndOfLineTrivia) ? rest : SyntaxFactory.ElasticCarriageReturnLineFeed);
        return body.WithStatements(body.Statements.Insert(place, call.WithAdditionalAnnotations(Formatter.Annotation))).WithAdditionalAnnotations(Formatter.Annotation);
    }

    /// <summary>Behind the last statement that may assign; where none does, at the end, if that is reached. What a condition of the preprocessor leaves out may assign too.</summary>
    private static int Place(BlockSyntax body, ComponentAssignments assignments)
    {
        var statements = body.Statements;
        var leaves = statements.IndexOf(static statement => statement is ReturnStatementSyntax or ThrowStatementSyntax);
        var end = leaves >= 0 ? leaves : statements.Count;
        var last = statements.Take(end).ToList().FindLastIndex(assignments.MayBeIn);
        var place = last >= 0 ? last + 1 : end;
        for (var i = place; i <= end; i++)
        {
            var next = i < statements.Count ? statements[i].GetFirstToken() : body.CloseBraceToken;
            place = next.LeadingTrivia.Any(IsCondition) ? i : place;
            place = i < end && statements[i].DescendantTrivia().Any(trivia => IsCondition(trivia) && trivia.Token != next) ? i + 1 : place;
        }

        return place;
    }

    private static bool IsCondition(SyntaxTrivia trivia) =>
        trivia.Kind() is SyntaxKind.IfDirectiveTrivia or SyntaxKind.ElifDirectiveTrivia or SyntaxKind.ElseDirectiveTrivia or SyntaxKind.EndIfDirectiveTrivia;

    /// <summary>How much of the trivia stands before the end of a directive that began above it: that ends before the call.</summary>
    private static int Ended(SyntaxTriviaList leading)
    {
        var (depth, ended) = (0, 0);
        for (var i = 0; i < leading.Count; i++)
        {
            depth += leading[i].Kind() switch
            {
                SyntaxKind.IfDirectiveTrivia or SyntaxKind.RegionDirectiveTrivia => 1,
                SyntaxKind.EndIfDirectiveTrivia or SyntaxKind.EndRegionDirectiveTrivia => -1,
                _ => 0,
            };
            ended = depth <= 0 && leading[i].Kind() is SyntaxKind.EndIfDirectiveTrivia or SyntaxKind.EndRegionDirectiveTrivia ? i + 1 : ended;
        }

        return ended;
    }

    private static bool IsRegistration(StatementSyntax statement) =>
        statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { ArgumentList.Arguments: [], Expression: var called } } && MemberAssignments.NameOf(called) == "RegisterComponents";
}
