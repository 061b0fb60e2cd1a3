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

    public static void Check(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!call.TargetMethod.ContainingType.IsNamed(Names.Optimizers))
        {
            return;
        }

        foreach (var source in call.Arguments.SelectMany(argument => argument.Value.Inside<IInvocationOperation>()))
        {
            if (source.TargetMethod.Name is "parameters" or "named_parameters" && Model(source) is { } model && model.IsTunable())
            {
                var begins = model.SelfAndBases().Any(type => type.GetMembers("BeginTuning").Any(CollisionCheck.IsGenerated));
                context.ReportDiagnostic(Diagnostic.Create(TrapDescriptors.OptimizerOverAll, source.Syntax.GetLocation(), begins ? Begins : null, model.Name));
            }
        }
    }

    private static ITypeSymbol? Model(IInvocationOperation call) => call.Instance?.Unwrap().Type;
}
