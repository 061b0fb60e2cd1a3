using System.Collections.Immutable;
using AttnGen.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AttnGen.Generators.Analysis;

/// <summary>Reports what the parser finds wrong with a tunable class.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TunableModuleAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        ShapeDescriptors.NotPartial, ShapeDescriptors.ContainerNotPartial, ShapeDescriptors.NotAModule, ShapeDescriptors.FileLocal, ShapeDescriptors.Collision, ShapeDescriptors.NotTunable,
        RoleDescriptors.NotLinear, RoleDescriptors.RoleTwice, RoleDescriptors.RolesIncomplete, RoleDescriptors.NotOneRole, RoleDescriptors.BadName,
        RoleDescriptors.NotSettable, RoleDescriptors.NotAComponent, RoleDescriptors.HeadAndFrozen,
        StrategyDescriptors.NoTarget, StrategyDescriptors.TunedAndFrozen, StrategyDescriptors.TunedTwice, StrategyDescriptors.OutOfRange,
        StrategyDescriptors.NoMatrix, StrategyDescriptors.Differs, StrategyDescriptors.MethodsDiffer, StrategyDescriptors.HeadsDiffer,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(static symbol =>
        {
            void Report(Problem problem) => symbol.ReportDiagnostic(Diagnostic.Create(problem.Descriptor, problem.Location, problem.Arguments));

            var type = (INamedTypeSymbol)symbol.Symbol;
            if (type.IsTunable())
            {
                TunableModuleParser.Parse(type, Report);
            }
            else
            {
                ChainCheck.Report(type, Report);
            }
        }, SymbolKind.NamedType);
    }
}
