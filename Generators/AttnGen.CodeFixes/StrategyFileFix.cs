using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace AttnGen.CodeFixes;

/// <summary>Writes what was meant in a strategy file, where there is one right answer: a key, a word, a name, the largest rank.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, DocumentKinds = [nameof(TextDocumentKind.AdditionalDocument)], DocumentExtensions = [".json"]), Shared]
public sealed class StrategyFileFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["ATG0213", "ATG0502", "ATG0503", "ATG0506", "ATG0508"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => StrategyFileFixAll.Instance;

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if (Replacement(diagnostic) is { } replacement)
            {
                var document = context.TextDocument;
                context.RegisterCodeFix(
                    CodeAction.Create($"Write {replacement}", cancellation => Mend(document, [diagnostic], cancellation), nameof(StrategyFileFix)), diagnostic);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>The project with all of a file's mistakes mended that can be.</summary>
    internal static async Task<Solution> Mend(TextDocument document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        var text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
        var changes = new List<TextChange>();
        foreach (var diagnostic in diagnostics)
        {
            if (Replacement(diagnostic) is { } replacement)
            {
                changes.Add(new TextChange(diagnostic.Location.SourceSpan, replacement));
            }
        }

        // One place may be wrong twice: a rank that two strategies of a sweep cannot have. The smaller one fits both.
        var apart = new List<TextChange>();
        foreach (var change in changes.OrderBy(change => change.Span).ThenBy(Number))
        {
            if (apart.Count == 0 || apart[apart.Count - 1].Span.End <= change.Span.Start)
            {
                apart.Add(change);
            }
        }

        return document.Project.Solution.WithAdditionalDocumentText(document.Id, text.WithChanges(apart));
    }

    private static long Number(TextChange change) => long.TryParse(change.NewText, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;

    private static string? Replacement(Diagnostic diagnostic) => diagnostic.Properties.TryGetValue("replacement", out var replacement) ? replacement : null;
}
