using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace AttnGen.CodeFixes;

/// <summary>Changes of syntax that several fixes make; comments and blank lines stay where they are.</summary>
internal static class Edits
{
    /// <summary>A declaration with one more modifier, in the place where it is usually written.</summary>
    public static T With<T>(this T declaration, SyntaxKind modifier)
        where T : MemberDeclarationSyntax
    {
        if (declaration.Modifiers.Any(modifier))
        {
            return declaration;
        }

        var token = SyntaxFactory.Token(modifier).WithTrailingTrivia(SyntaxFactory.Space);
        if (declaration.Modifiers.Count == 0)
        {
            var first = declaration is TypeDeclarationSyntax type ? type.Keyword : declaration.GetFirstToken();
            return (T)declaration.ReplaceToken(first, first.WithLeadingTrivia()).WithModifiers(SyntaxFactory.TokenList(token.WithLeadingTrivia(first.LeadingTrivia)));
        }

        // 'partial' stands last; 'static' before it.
        var place = modifier == SyntaxKind.PartialKeyword ? declaration.Modifiers.Count : declaration.Modifiers.TakeWhile(existing => !existing.IsKind(SyntaxKind.PartialKeyword)).Count();
        return (T)declaration.WithModifiers(declaration.Modifiers.Insert(place, token));
    }

    /// <summary>A member with an attribute of AttnGen's in front, on its own line for a class and on the same line for a field or property.</summary>
    public static T Marked<T>(this T member, string attribute)
        where T : MemberDeclarationSyntax
    {
        // As short as what the file imports allows.
        var qualified = $"global::AttnGen.{attribute.Replace("Matrix.", "global::AttnGen.Matrix.")}";
        var list = SyntaxFactory.ParseCompilationUnit($"[{qualified}] class C;").Members[0].AttributeLists[0].WithoutTrivia().WithAdditionalAnnotations(Simplifier.Annotation);
        var leading = member.GetLeadingTrivia();
        SyntaxTriviaList after = member is BaseTypeDeclarationSyntax
            ? [SyntaxFactory.ElasticCarriageReturnLineFeed]
            : [SyntaxFactory.Space];
        var indentation = leading.LastOrDefault(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia));
        var bare = member.WithLeadingTrivia(member is BaseTypeDeclarationSyntax && indentation != default ? [indentation] : default(SyntaxTriviaList));
        return (T)bare.WithAttributeLists(bare.AttributeLists.Insert(0, list.WithLeadingTrivia(leading).WithTrailingTrivia(after))).WithAdditionalAnnotations(Formatter.Annotation);
    }

    /// <summary>Takes an attribute away, and its brackets where it was alone in them.</summary>
    public static SyntaxNode Without(SyntaxNode root, AttributeSyntax attribute)
    {
        var list = (AttributeListSyntax)attribute.Parent!;
        if (list.Attributes.Count > 1)
        {
            return root.ReplaceNode(list, list.WithAttributes(list.Attributes.Remove(attribute)));
        }

        if (list.Parent is not MemberDeclarationSyntax member)
        {
            return root.RemoveNode(list, SyntaxRemoveOptions.KeepExteriorTrivia)!;
        }

        var without = member.WithAttributeLists(member.AttributeLists.Remove(list));
        return root.ReplaceNode(member, member.AttributeLists[0] == list ? without.WithLeadingTrivia(list.GetLeadingTrivia()) : without);
    }

    /// <summary>Takes a statement out of its block; comments and directives around it stay.</summary>
    public static T Without<T>(this T root, StatementSyntax statement)
        where T : SyntaxNode
    {
        var (leading, trailing) = (statement.GetLeadingTrivia(), statement.GetTrailingTrivia());
        var kept = new List<SyntaxTrivia>();
        if (leading.Any(Says))
        {
            kept.AddRange(leading.Reverse().SkipWhile(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Reverse());
        }

        if (trailing.Any(Says))
        {
            kept.AddRange(leading.Where(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Reverse().Take(1).Concat(trailing.SkipWhile(trivia => !Says(trivia))));
        }

        var (taken, next) = (new SyntaxAnnotation(), statement.GetLastToken().GetNextToken());
        var marked = root.ReplaceSyntax(
            [statement], (_, current) => current.WithAdditionalAnnotations(taken), [next], (_, current) => current.WithLeadingTrivia(kept.Concat(current.LeadingTrivia)), [], (_, current) => current);
        return marked.RemoveNode(marked.GetAnnotatedNodes(taken).Single(), SyntaxRemoveOptions.KeepNoTrivia)!;
    }

    /// <summary>Whether trivia is more than space.</summary>
    public static bool Says(SyntaxTrivia trivia) => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia);

    /// <summary>Marks one variable of a field declaration; where the declaration has several, it is split.</summary>
    public static SyntaxNode MarkMember(SyntaxNode root, SyntaxNode place, string attribute)
    {
        if (place.FirstAncestorOrSelf<PropertyDeclarationSyntax>() is { } property)
        {
            return root.ReplaceNode(property, property.Marked(attribute));
        }

        if (place.FirstAncestorOrSelf<FieldDeclarationSyntax>() is not { } field || place.FirstAncestorOrSelf<VariableDeclaratorSyntax>() is not { } variable)
        {
            return root;
        }

        if (field.Declaration.Variables.Count == 1)
        {
            return root.ReplaceNode(field, field.Marked(attribute));
        }

        var parts = field.Declaration.Variables.Select((each, index) =>
        {
            var single = field.WithDeclaration(field.Declaration.WithVariables(SyntaxFactory.SingletonSeparatedList(each.WithoutTrivia())));
            single = index == 0 ? single : single.WithLeadingTrivia(field.GetLeadingTrivia().LastOrDefault(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)));
            single = single.WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed);
            return each == variable ? single.Marked(attribute) : single.WithAdditionalAnnotations(Formatter.Annotation);
        }).ToList();
        parts[parts.Count - 1] = parts[parts.Count - 1].WithTrailingTrivia(field.GetTrailingTrivia());
        return root.ReplaceNode(field, parts);
    }
}
