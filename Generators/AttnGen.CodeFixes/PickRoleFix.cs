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
    public override ImmutableArray<string> FixableDiagnosticIds => ["ATG0103", "ATG0201"];

    private protected override IEnumerable<Offer> Offers(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic)
    {
        if (node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type
            || !diagnostic.Properties.TryGetValue("roles", out var roles) || !diagnostic.Properties.TryGetValue("candidates", out var candidates))
        {
            yield break;
        }

        foreach (var candidate in candidates!.Split(',').Where(candidate => candidate.Length > 0))
        {
            // "Namespace.Type.member" where the Linear may be in another class.
            var dot = candidate.LastIndexOf('.');
            var name = candidate.Substring(dot + 1);
            var types = dot < 0 ? [type] : root.DescendantNodes().OfType<TypeDeclarationSyntax>().Where(found => FullName(found) == candidate.Substring(0, dot)).ToArray();
            var member = types.SelectMany(found => found.Members).SelectMany(found => Named(found, name)).FirstOrDefault();
            if (member is null)
            {
                continue;
            }

            foreach (var role in roles!.Split(','))
            {
                var shown = dot < 0 ? name : $"{types[0].Identifier.ValueText}.{name}";
                yield return new Offer($"'{shown}' is the projection {role}", $"{shown}:{role}", () => Edits.MarkMember(root, member, $"Projection(Matrix.{role})"));
            }
        }
    }

    private static string FullName(TypeDeclarationSyntax type) => string.Join(".", type.AncestorsAndSelf().Reverse().Select(found => found switch
    {
        TypeDeclarationSyntax outer => outer.Identifier.ValueText,
        BaseNamespaceDeclarationSyntax space => space.Name.ToString(),
        _ => "",
    }).Where(name => name.Length > 0));

    private static IEnumerable<SyntaxNode> Named(MemberDeclarationSyntax member, string name) => member switch
    {
        FieldDeclarationSyntax field => field.Declaration.Variables.Where(variable => variable.Identifier.ValueText == name),
        PropertyDeclarationSyntax property when property.Identifier.ValueText == name => [property],
        _ => [],
    };
}
