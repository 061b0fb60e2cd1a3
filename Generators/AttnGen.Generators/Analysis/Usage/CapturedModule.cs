using AttnGen.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AttnGen.Generators.Analysis.Usage;

/// <summary>A module that is a primary constructor's parameter and is used by a member: the compiler hides it in a field that nothing registers.</summary>
internal static class CapturedModule
{
    public static void Check(OperationAnalysisContext context)
    {
        var parameter = ((IParameterReferenceOperation)context.Operation).Parameter;
        if (parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor, ContainingType: var type }
            && context.ContainingSymbol is IMethodSymbol { MethodKind: not MethodKind.Constructor }
            && type.IsTunable() && (parameter.Type.Is(Names.TorchModule) || parameter.Type.Is(Names.Parameter)))
        {
            context.ReportDiagnostic(Diagnostic.Create(TrapDescriptors.Captured, context.Operation.Syntax.GetLocation(), parameter.Name));
        }
    }
}
