using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AttnGen.CodeFixes;

/// <summary>Makes a file-local class internal, and a strategy type static.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ModifierFix : Fix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["ATG0004", "ATG0220"];

    private protected override IEnumerable<Offer> Offers(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic)
    {
        if (node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
        {
            yield break;
        }

        // What derives, in any of its parts, is meant to be made, and so is what has a constructor's parameters; a record is never static.
        if (diagnostic.Id == "ATG0220" && type is ClassDeclarationSyntax { TypeParameterList: null, ParameterList: null, BaseList: null } && !diagnostic.Properties.ContainsKey("model"))
        {
            yield return new Offer("Make static", "static", () => root.ReplaceNode(type, Static(type)));
        }
        else if (type.Modifiers.FirstOrDefault(modifier => modifier.IsKind(SyntaxKind.FileKeyword)) is { RawKind: not 0 } file)
        {
            yield return new Offer("Make internal", "internal", () => root.ReplaceToken(file, SyntaxFactory.Token(file.LeadingTrivia, SyntaxKind.InternalKeyword, file.TrailingTrivia)));
        }
    }

    private static TypeDeclarationSyntax Static(TypeDeclarationSyntax type)
    {
        var unsealed = type.WithModifiers([.. type.Modifiers.Where(modifier => !modifier.IsKind(SyntaxKind.SealedKeyword) && !modifier.IsKind(SyntaxKind.AbstractKeyword))]);
        return unsealed.With(SyntaxKind.StaticKeyword).With(SyntaxKind.PartialKeyword);
    }
}
