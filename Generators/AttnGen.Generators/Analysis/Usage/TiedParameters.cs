using AttnGen.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AttnGen.Generators.Analysis.Usage;

/// <summary>One component's parameter put into another: <c>output.weight = embedding.weight</c>.</summary>
internal static class TiedParameters
{
    public static void Check(OperationAnalysisContext context)
    {
        var assignment = (ISimpleAssignmentOperation)context.Operation;
        if (Component(assignment.Target) is { } target && Component(assignment.Value) is { } source
            && target.ContainingType.IsTunable() && !SymbolEqualityComparer.Default.Equals(target, source))
        {
            context.ReportDiagnostic(Diagnostic.Create(TrapDescriptors.Tied, assignment.Syntax.GetLocation(), target.Name, source.Name));
        }
    }

    /// <summary>The component of this class whose parameter an expression is.</summary>
    private static ISymbol? Component(IOperation operation) =>
        operation.Unwrap() is IPropertyReferenceOperation { Property.Name: "weight" or "bias" } parameter && parameter.Instance?.Unwrap().Type is { } type && type.Is(Names.TorchModule)
            ? parameter.Instance.OwnMember()
            : null;
}
