using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AttnGen.CodeFixes;

/// <summary>Marks one of the Linears that could be a missing projection.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class PickRoleFix : Fix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["ATG0103"];

    private protected override IEnumerable<Offer> Offers(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic)
    {
        if (node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type
            || !diagnostic.Properties.TryGetValue("roles", out var roles) || !diagnostic.Properties.TryGetValue("candidates", out var candidates))
        {
            yield break;
        }

        foreach (var name in candidates!.Split(',').Where(name => name.Length > 0))
        {
            var member = type.Members.SelectMany(found => found switch
            {
                FieldDeclarationSyntax field => field.Declaration.Variables.Where(variable => variable.Identifier.ValueText == name).Cast<SyntaxNode>(),
                PropertyDeclarationSyntax property when property.Identifier.ValueText == name => [property],
                _ => [],
            }).FirstOrDefault();
            if (member is null)
            {
                continue;
            }

            foreach (var role in roles!.Split(','))
            {
                yield return new Offer($"'{name}' is the projection {role}", $"{name}:{role}", () => Edits.MarkMember(root, member, $"Projection(Matrix.{role})"));
            }
        }
    }
}
