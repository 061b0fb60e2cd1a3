using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace AttnGen.CodeFixes;

/// <summary>A code fix that changes one document: a fix is its ids, and what it offers for the place of a diagnostic.</summary>
public abstract class Fix : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is null)
        {
            return;
        }

        foreach (var diagnostic in context.Diagnostics)
        {
            var node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
            foreach (var offer in Offers(root, node, diagnostic))
            {
                Task<Document> Apply(CancellationToken cancellation) => Task.FromResult(context.Document.WithSyntaxRoot(offer.Changed()));
                context.RegisterCodeFix(CodeAction.Create(offer.Title, Apply, offer.Key), diagnostic);
            }
        }
    }

    /// <summary>What can be done at a place; nothing where the code is not as the diagnostic left it.</summary>
    private protected abstract IEnumerable<Offer> Offers(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic);
}
