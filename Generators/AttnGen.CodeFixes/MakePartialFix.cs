using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AttnGen.CodeFixes;

/// <summary>Makes a class, and those that contain it, partial.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class MakePartialFix : Fix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["ATG0001", "ATG0002"];

    private protected override IEnumerable<Offer> Offers(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic)
    {
        var types = node.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().Where(type => !type.Modifiers.Any(SyntaxKind.PartialKeyword)).ToList();
        if (types.Count > 0)
        {
            yield return new Offer("Make partial", "partial", () => root.ReplaceNodes(types, static (_, type) => type.With(SyntaxKind.PartialKeyword)));
        }
    }
}
