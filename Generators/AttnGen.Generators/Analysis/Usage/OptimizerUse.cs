using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using AttnGen.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AttnGen.Generators.Analysis.Usage;

/// <summary>An optimizer of TorchSharp over all parameters of a tunable model: <c>optim.AdamW(model.parameters())</c>.</summary>
internal static class OptimizerUse
{
    /// <summary>Says that the model has a strategy to begin a session of.</summary>
    private static readonly ImmutableDictionary<string, string?> Begins = ImmutableDictionary<string, string?>.Empty.Add("begins", null);

    /// <summary>Methods of sequences whose result has all elements.</summary>
    private static readonly HashSet<string> KeepsAll =
    [
        "Select", "SelectMany", "Cast", "AsEnumerable", "AsReadOnly", "ToArray", "ToList", "ToHashSet", "ToImmutableArray", "ToImmutableList", "Concat", "Append", "Prepend", "Union", "Distinct",
        "Reverse", "Order", "OrderBy", "OrderByDescending", "ThenBy", "ThenByDescending",
    ];

    public static void Check(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!call.TargetMethod.ContainingType.IsNamed(Names.Optimizers))
        {
            return;
        }

        foreach (var source in call.Arguments.SelectMany(argument => argument.Value.Inside<IInvocationOperation>()))
        {
            if (source.TargetMethod.Name is "parameters" or "named_parameters" && Model(source) is { } model && model.IsTunable() && IsPassedWhole(source, call))
            {
                var begins = model.SelfAndBases().Any(type => type.GetMembers("BeginTuning").Any(CollisionCheck.IsGenerated));
                context.ReportDiagnostic(Diagnostic.Create(TrapDescriptors.OptimizerOverAll, source.Syntax.GetLocation(), begins ? Begins : null, model.Name));
            }
        }
    }

    /// <summary>Whether nothing on the way to the optimizer may leave parameters out.</summary>
    private static bool IsPassedWhole(IOperation source, IInvocationOperation optimizer)
    {
        for (var outer = source.Parent; outer is not null && outer != optimizer; outer = outer.Parent)
        {
            if (outer is IInvocationOperation { TargetMethod.Name: var name } && !KeepsAll.Contains(name))
            {
                return false;
            }
        }

        return true;
    }

    private static ITypeSymbol? Model(IInvocationOperation call) => call.Instance?.Unwrap().Type;
}
