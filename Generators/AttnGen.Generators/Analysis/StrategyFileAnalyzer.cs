using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using AttnGen.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AttnGen.Generators.Analysis;

/// <summary>Reports what is wrong with strategy files, in their text and beside the model that they are for, at its line and column.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StrategyFileAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        .. FileDescriptors.All,
        StrategyDescriptors.NoTarget, StrategyDescriptors.Differs, StrategyDescriptors.MethodsDiffer, StrategyDescriptors.HeadsDiffer, StrategyDescriptors.NothingTrained, StrategyDescriptors.HighLambda,
        StrategyDescriptors.RankTooLarge, StrategyDescriptors.RankTrainsMore, StrategyDescriptors.PaperGroups, StrategyDescriptors.TrainsNothing, HintDescriptors.KeyTuned, HintDescriptors.LambdaOne,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationAction(static compilation =>
        {
            var files = new List<StrategyFileModel>();
            foreach (var file in compilation.Options.AdditionalFiles.Where(file => StrategyFileModel.IsOne(file.Path)))
            {
                if (file.GetText(compilation.CancellationToken) is { } text)
                {
                    files.Add(StrategyFileModel.Read(file.Path, text));
                }
            }

            StrategyFileParser.Parse(files, compilation.Compilation,
                problem => compilation.ReportDiagnostic(Diagnostic.Create(problem.Descriptor, problem.Location, problem.Properties, problem.Arguments)));
        });
    }
}
