using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace AttnGen.CodeFixes;

/// <summary>Mends all strategy files of a project, or of all projects; the compiler's own provider knows source files only.</summary>
internal sealed class StrategyFileFixAll : FixAllProvider
{
    public static readonly StrategyFileFixAll Instance = new();

    /// <summary>A context does not tell which file it is for where that is no source file.</summary>
    public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => [FixAllScope.Project, FixAllScope.Solution];

    public override async Task<CodeAction?> GetFixAsync(FixAllContext context)
    {
        var solution = context.Solution;
        foreach (var project in context.Scope == FixAllScope.Solution ? context.Solution.Projects : [context.Project])
        {
            var diagnostics = await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false);
            foreach (var file in project.AdditionalDocuments)
            {
                var own = diagnostics.Where(diagnostic => diagnostic.Location.GetLineSpan().Path == (file.FilePath ?? file.Name)).ToArray();
                if (own.Length > 0 && solution.GetAdditionalDocument(file.Id) is { } current)
                {
                    solution = await StrategyFileFix.Mend(current, [.. own], context.CancellationToken).ConfigureAwait(false);
                }
            }
        }

        return CodeAction.Create("Write what was meant", _ => Task.FromResult(solution), nameof(StrategyFileFixAll));
    }
}
