using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AttnGen.CodeFixes;

/// <summary>Puts a rank into its range.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RankFix : Fix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["ATG0204", "ATG0213"];

    private protected override IEnumerable<Offer> Offers(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic)
    {
        if (diagnostic.Properties.TryGetValue("rank", out var rank)
            && node.FirstAncestorOrSelf<AttributeSyntax>()?.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == "Rank") is { } written)
        {
            yield return new Offer($"Use rank {rank}", "rank", () => root.ReplaceNode(written.Expression, SyntaxFactory.ParseExpression(rank!).WithTriviaFrom(written.Expression)));
        }
    }
}
