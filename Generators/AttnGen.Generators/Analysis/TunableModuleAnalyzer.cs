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
        ShapeDescriptors.NotPartial, ShapeDescriptors.ContainerNotPartial, ShapeDescriptors.NotAModule, ShapeDescriptors.FileLocal, ShapeDescriptors.Collision,
        RoleDescriptors.NotLinear, RoleDescriptors.RoleTwice, RoleDescriptors.RolesIncomplete, RoleDescriptors.NotOneRole, RoleDescriptors.BadName,
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
            if (symbol.Symbol is INamedTypeSymbol type && type.IsTunable())
            {
                TunableModuleParser.Parse(type, problem => symbol.ReportDiagnostic(Diagnostic.Create(problem.Descriptor, problem.Location, problem.Arguments)));
            }
        }, SymbolKind.NamedType);
    }
}
