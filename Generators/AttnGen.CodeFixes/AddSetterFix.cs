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
        if (node.FirstAncestorOrSelf<PropertyDeclarationSyntax>() is not { AccessorList: { } accessors } property)
        {
            yield break;
        }

        var setter = SyntaxFactory.AccessorDeclaration(SyntaxKind.SetAccessorDeclaration)
            .WithModifiers(MayBePrivate(property) ? [SyntaxFactory.Token(SyntaxKind.PrivateKeyword).WithTrailingTrivia(SyntaxFactory.Space)] : default)
            .WithSemicolonToken(SyntaxFactory.Token(SyntaxKind.SemicolonToken)).WithTrailingTrivia(SyntaxFactory.Space);
        var init = accessors.Accessors.FirstOrDefault(accessor => accessor.IsKind(SyntaxKind.InitAccessorDeclaration));
        yield return new Offer(MayBePrivate(property) ? "Add 'private set'" : "Add 'set'", "set", () => root.ReplaceNode(
            accessors, init is null ? accessors.AddAccessors(setter) : accessors.WithAccessors(accessors.Accessors.Replace(init, setter))));
    }

    /// <summary>An accessor's own modifier has to hide more than the property's, and only one accessor has one. What has to be set is set from outside.</summary>
    private static bool MayBePrivate(PropertyDeclarationSyntax property) =>
        property.Modifiers.Any(modifier => modifier.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword or SyntaxKind.ProtectedKeyword)
        && !property.Modifiers.Any(modifier => modifier.Kind() is SyntaxKind.RequiredKeyword)
        && !property.AccessorList!.Accessors.Any(accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration) && accessor.Modifiers.Any(modifier => !modifier.IsKind(SyntaxKind.ReadOnlyKeyword)));
}
