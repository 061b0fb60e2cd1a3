using System.Linq;
using AttnGen.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AttnGen.Generators.Analysis.Usage;

/// <summary>A scheduler with an absolute rate on an optimizer of several groups, which ends with all groups at that rate.</summary>
internal static class ScheduleUse
{
    public static void Check(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!call.TargetMethod.ContainingType.IsNamed(Names.Schedulers) || !IsAbsolute(call) || call.Argument("optimizer") is not { } optimizer)
        {
            return;
        }

        var made = optimizer.Value.Variable() is { } variable
            ? call.Body().Inside<IVariableDeclaratorOperation>().FirstOrDefault(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, variable))?.Initializer?.Value
            : optimizer.Value;
        if (made?.Unwrap() is IInvocationOperation maker && maker.TargetMethod.ContainingType.IsNamed(Names.Optimizers) && TakesGroups(maker.TargetMethod))
        {
            context.ReportDiagnostic(Diagnostic.Create(TrapDescriptors.ScheduleFlattens, call.Syntax.GetLocation(), call.TargetMethod.Name));
        }
    }

    private static bool IsAbsolute(IInvocationOperation call) => call.TargetMethod.Name switch
    {
        "OneCycleLR" or "CyclicLR" => call.Argument("max_lr")?.Parameter?.Type.SpecialType == SpecialType.System_Double,
        "CosineAnnealingLR" => call.Argument("eta_min") is { Value.ConstantValue: not { HasValue: true, Value: 0.0 or 0 } },
        _ => false,
    };

    private static bool TakesGroups(IMethodSymbol optimizer) =>
        optimizer.Parameters.FirstOrDefault()?.Type is INamedTypeSymbol { TypeArguments: [{ Name: "ParamGroup" }] };
}
