using System.Collections.Immutable;
using AttnGen.Generators.Analysis.Usage;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AttnGen.Generators.Analysis;

/// <summary>Reports code around tunable models that one method proves wrong. What no single method proves, the session refuses.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UsageAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        TrapDescriptors.RawProjection, TrapDescriptors.OptimizerOverAll, TrapDescriptors.ScheduleFlattens,
        TrapDescriptors.MovedInSession, TrapDescriptors.Tied, TrapDescriptors.Captured, TrapDescriptors.RawProduct,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            // Without the attributes there is no tunable model to look at.
            if (start.Compilation.GetTypeByMetadataName(Parsing.Names.TunableModule) is null)
            {
                return;
            }

            var roles = new RoleCache();
            start.RegisterOperationAction(operation => ProjectionUse.Check(operation, roles), OperationKind.Invocation);
            start.RegisterOperationAction(operation => ProductUse.Check(operation, roles), OperationKind.Invocation);
            start.RegisterOperationAction(OptimizerUse.Check, OperationKind.Invocation);
            start.RegisterOperationAction(ScheduleUse.Check, OperationKind.Invocation);
            start.RegisterOperationAction(MoveUse.Check, OperationKind.Invocation);
            start.RegisterOperationAction(TiedParameters.Check, OperationKind.SimpleAssignment);
            start.RegisterOperationAction(CapturedModule.Check, OperationKind.ParameterReference);
        });
    }
}
