using System.Collections.Immutable;
using AttnGen.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AttnGen.Generators.Analysis;

/// <summary>Reports what the parser finds wrong with a tunable class, or with one that declares a strategy.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TunableModuleAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        ShapeDescriptors.NotPartial, ShapeDescriptors.ContainerNotPartial, ShapeDescriptors.NotAModule, ShapeDescriptors.FileLocal, ShapeDescriptors.Collision,
        ShapeDescriptors.NotTunable, ShapeDescriptors.NeedsTunableModule, ShapeDescriptors.Static, ShapeDescriptors.OldLanguage,
        ShapeDescriptors.NeverRegistered, ShapeDescriptors.RegisteredTooEarly, ShapeDescriptors.NoConstructorBody,
        RoleDescriptors.NotLinear, RoleDescriptors.RoleTwice, RoleDescriptors.RolesIncomplete, RoleDescriptors.NotOneRole, RoleDescriptors.BadName,
        RoleDescriptors.NotSettable, RoleDescriptors.NotAComponent, RoleDescriptors.HeadAndFrozen, RoleDescriptors.Ambiguous, RoleDescriptors.OtherType,
        RoleDescriptors.ByConvention, RoleDescriptors.Fused, RoleDescriptors.NativeAttention, RoleDescriptors.Opaque, RoleDescriptors.PartFrozen,
        StrategyDescriptors.NoTarget, StrategyDescriptors.TunedAndFrozen, StrategyDescriptors.TunedTwice, StrategyDescriptors.OutOfRange,
        StrategyDescriptors.NoMatrix, StrategyDescriptors.Differs, StrategyDescriptors.MethodsDiffer, StrategyDescriptors.HeadsDiffer,
        StrategyDescriptors.NothingTrained, StrategyDescriptors.UntrainedHead, StrategyDescriptors.HeadOnly, StrategyDescriptors.HighLambda,
        StrategyDescriptors.RankTooLarge, StrategyDescriptors.RankTrainsMore, StrategyDescriptors.PaperGroups, StrategyDescriptors.MethodTwice,
        StrategyDescriptors.StrategyTypeShape, StrategyDescriptors.StrategyOfNoModel, StrategyDescriptors.TrainsNothing, StrategyDescriptors.MoreVisible,
        TrapDescriptors.Collection, TrapDescriptors.TensorWeight,
        HintDescriptors.KeyTuned, HintDescriptors.LambdaOne,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(static symbol =>
        {
            void Report(Problem problem) => symbol.ReportDiagnostic(Diagnostic.Create(problem.Descriptor, problem.Location, problem.Properties, problem.Arguments));

            var type = (INamedTypeSymbol)symbol.Symbol;
            if (type.IsTunable())
            {
                TunableModuleParser.Parse(type, Report);
                RegistrationCheck.Report(type, Report);
                if (type.IsStrategyType() && !type.IsStatic)
                {
                    Report(new Problem(StrategyDescriptors.StrategyTypeShape, type.Place(), [type.Name]) { Properties = Problem.Model });
                }

                return;
            }

            if (type.IsStrategyType())
            {
                StrategyTypeParser.Parse(type, Report);
            }

            ChainCheck.Report(type, Report);
            MarkCheck.Report(type, Report);
        }, SymbolKind.NamedType);
    }
}
