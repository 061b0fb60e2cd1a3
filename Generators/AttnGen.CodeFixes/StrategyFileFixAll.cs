using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace AttnGen.CodeFixes;

/// <summary>Mends the keys of all strategy files of a project; the compiler's own provider knows source files only.</summary>
internal sealed class StrategyFileFixAll : FixAllProvider
{
    public static readonly StrategyFileFixAll Instance = new();

    public override async Task<CodeAction?> GetFixAsync(FixAllContext context)
    {
        var solution = context.Solution;
        var diagnostics = await context.GetAllDiagnosticsAsync(context.Project).ConfigureAwait(false);
        foreach (var file in context.Project.AdditionalDocuments)
        {
            var own = diagnostics.Where(diagnostic => diagnostic.Location.GetLineSpan().Path == (file.FilePath ?? file.Name)).ToArray();
            if (own.Length > 0 && solution.GetAdditionalDocument(file.Id) is { } current)
            {
                solution = await StrategyFileFix.Mend(current, [.. own], context.CancellationToken).ConfigureAwait(false);
            }
        }

        return CodeAction.Create("Write what was meant", _ => Task.FromResult(solution), nameof(StrategyFileFixAll));
    }
}
