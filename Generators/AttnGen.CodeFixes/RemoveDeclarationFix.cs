using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AttnGen.CodeFixes;

/// <summary>Removes a declaration that contradicts another one, or says nothing.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RemoveDeclarationFix : Fix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["ATG0102", "ATG0107", "ATG0108", "ATG0115", "ATG0201", "ATG0202", "ATG0203", "ATG0205", "ATG0216"];

    private protected override IEnumerable<Offer> Offers(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic)
    {
        if (node.FirstAncestorOrSelf<AttributeSyntax>() is { } attribute)
        {
            yield return new Offer($"Remove [{attribute}]", "remove", () => Edits.Without(root, attribute));
        }
    }
}
