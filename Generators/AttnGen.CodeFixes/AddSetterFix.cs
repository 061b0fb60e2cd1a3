using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AttnGen.CodeFixes;

/// <summary>Gives a property that holds a parameter a setter.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AddSetterFix : Fix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["ATG0106"];

    private protected override IEnumerable<Offer> Offers(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic)
    {
        // The other part of a partial property, what an override overrides and the interface's member would have to be changed too.
        if (node.FirstAncestorOrSelf<PropertyDeclarationSyntax>() is not { AccessorList: { } accessors, ExplicitInterfaceSpecifier: null } property
            || property.Modifiers.Any(SyntaxKind.PartialKeyword) || property.Modifiers.Any(SyntaxKind.OverrideKeyword) || diagnostic.Properties.GetValueOrDefault("setter") is not { } wanted)
        {
            yield break;
        }

        if (accessors.Accessors.FirstOrDefault(accessor => accessor.IsKind(SyntaxKind.SetAccessorDeclaration)) is { Modifiers: [var modifier] })
        {
            yield return new Offer("Make it 'protected set'", "set", () => root.ReplaceToken(modifier, SyntaxFactory.Token(modifier.LeadingTrivia, SyntaxKind.ProtectedKeyword, modifier.TrailingTrivia)));
            yield break;
        }

        var setter = SyntaxFactory.AccessorDeclaration(SyntaxKind.SetAccessorDeclaration).WithModifiers(Modifiers(wanted))
            .WithSemicolonToken(SyntaxFactory.Token(SyntaxKind.SemicolonToken)).WithTrailingTrivia(SyntaxFactory.Space);
        var init = accessors.Accessors.FirstOrDefault(accessor => accessor.IsKind(SyntaxKind.InitAccessorDeclaration));
        yield return new Offer($"Add '{wanted}'", "set", () => root.ReplaceNode(
            accessors, init is null ? accessors.AddAccessors(setter) : accessors.WithAccessors(accessors.Accessors.Replace(init, setter))));
    }

    private static SyntaxTokenList Modifiers(string setter) => setter switch
    {
        "private set" => [SyntaxFactory.Token(SyntaxKind.PrivateKeyword).WithTrailingTrivia(SyntaxFactory.Space)],
        "protected set" => [SyntaxFactory.Token(SyntaxKind.ProtectedKeyword).WithTrailingTrivia(SyntaxFactory.Space)],
        _ => default,
    };
}
