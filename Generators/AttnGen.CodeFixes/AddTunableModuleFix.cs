using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AttnGen.CodeFixes;

/// <summary>Marks the class that declarations stand in, or that has components beside a tunable one.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AddTunableModuleFix : Fix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["ATG0006", "ATG0007"];

    private protected override IEnumerable<Offer> Offers(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic)
    {
        // A base class that is not marked stands elsewhere, and so may the mark of a class that has it.
        if (node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is ClassDeclarationSyntax type && diagnostic.Properties.ContainsKey("unmarked"))
        {
            yield return new Offer("Add [TunableModule]", "mark", () => root.ReplaceNode(type, type.With(SyntaxKind.PartialKeyword).Marked("TunableModule")));
        }
    }
}
