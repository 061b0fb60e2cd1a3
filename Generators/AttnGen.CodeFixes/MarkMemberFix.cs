using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using AttnGen.Generators.Model;
using AttnGen.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AttnGen.CodeFixes;

/// <summary>Says of a member what its name only suggests: a projection, a head, or frozen.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class MarkMemberFix : Fix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["ATG0109", "ATG0111", "ATG0113", "ATG0114", "ATG0210"];

    private protected override IEnumerable<Offer> Offers(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic)
    {
        Offer Mark(string attribute) => new($"Mark with [{attribute}]", attribute, () => Edits.MarkMember(root, node, attribute));

        var name = (node.FirstAncestorOrSelf<VariableDeclaratorSyntax>()?.Identifier ?? node.FirstAncestorOrSelf<PropertyDeclarationSyntax>()?.Identifier)?.ValueText;
        if (name is null)
        {
            yield break;
        }

        switch (diagnostic.Id)
        {
            case "ATG0109" or "ATG0111" when RoleConvention.RoleOf(name) is not Matrix.None and var role:
                yield return Mark($"Projection(Matrix.{role})");
                break;
            case "ATG0210":
                yield return Mark("Head");
                yield return Mark("Freeze");
                break;
            case "ATG0113" or "ATG0114":
                yield return Mark("Freeze");
                yield return Mark("Head");
                break;
        }
    }
}
