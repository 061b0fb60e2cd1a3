using System.Linq;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AttnGen.Generators.Incrementality;

/// <summary>
/// What a file can say to a class in another file: all of it but comments and the bodies of methods and accessors. The constructors of classes
/// that may be annotated count, and all initializers, because the sizes of a <c>Linear</c> are read there.
/// </summary>
internal sealed class DeclarationFingerprint
{
    private static readonly ConditionalWeakTable<SyntaxTree, DeclarationFingerprint> Known = new();

    private DeclarationFingerprint(Fingerprint value) => Value = value;

    private Fingerprint Value { get; }

    public static Fingerprint Of(SyntaxTree tree) => Known.GetValue(tree, static found => new DeclarationFingerprint(Compute(found.GetRoot()))).Value;

    private static Fingerprint Compute(SyntaxNode root)
    {
        var print = default(Fingerprint);
        var inStatements = false;
        foreach (var item in root.DescendantNodesAndTokens(static node => !IsSilent(node)))
        {
            if (item.AsNode() is { } node)
            {
                // That there is a body counts, and not what is in it; any number of statements at the top is one program.
                if (IsSilent(node) && !(inStatements && node is GlobalStatementSyntax))
                {
                    print.Add((ulong)node.RawKind);
                }

                inStatements = node is GlobalStatementSyntax;
                continue;
            }

            var token = item.AsToken();
            inStatements = false;
            print.Add(token.Text);
            if (token.ContainsDirectives)
            {
                foreach (var trivia in token.LeadingTrivia)
                {
                    if (trivia.IsDirective)
                    {
                        print.Add(trivia.ToString());
                    }
                }
            }
        }

        return print;
    }

    /// <summary>
    /// Whether nothing outside depends on what is in a node. A directive in a body (<c>#nullable</c>) goes on after it, and an accessor that says <c>field</c> makes
    /// its property one that holds a value.
    /// </summary>
    private static bool IsSilent(SyntaxNode node) => !node.ContainsDirectives && !SaysField(node) && (node switch
    {
        BlockSyntax => node.Parent is MethodDeclarationSyntax or AccessorDeclarationSyntax or OperatorDeclarationSyntax or ConversionOperatorDeclarationSyntax or DestructorDeclarationSyntax,
        ArrowExpressionClauseSyntax => node.Parent is MethodDeclarationSyntax or AccessorDeclarationSyntax or OperatorDeclarationSyntax or ConversionOperatorDeclarationSyntax or PropertyDeclarationSyntax or IndexerDeclarationSyntax,
        GlobalStatementSyntax => true,
        _ => false,
    } || (node is BlockSyntax or ArrowExpressionClauseSyntax && node.Parent is ConstructorDeclarationSyntax { Parent: TypeDeclarationSyntax type } && !MayBeAnnotated(type)));

    private static bool SaysField(SyntaxNode node) => node is BlockSyntax or ArrowExpressionClauseSyntax && node.Parent is AccessorDeclarationSyntax or PropertyDeclarationSyntax
        && node.DescendantTokens().Any(static token => token.Text == "field");

    private static bool MayBeAnnotated(TypeDeclarationSyntax type) => type.AttributeLists.Count > 0 || type.Modifiers.Any(SyntaxKind.PartialKeyword);
}
