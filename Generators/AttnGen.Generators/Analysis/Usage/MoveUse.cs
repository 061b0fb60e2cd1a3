using System.Collections.Generic;
using System.Linq;
using AttnGen.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AttnGen.Generators.Analysis.Usage;

/// <summary>A model that is moved while its session lasts, in the statements after the one that begins it.</summary>
internal static class MoveUse
{
    private static readonly HashSet<string> Moves = ["to", "cuda", "cpu", "half", "float", "double", "bfloat16", "type"];

    public static void Check(OperationAnalysisContext context)
    {
        var begin = (IInvocationOperation)context.Operation;
        if (Model(begin, context.Compilation.Assembly).Variable() is not { } model)
        {
            return;
        }

        foreach (var statement in While(begin))
        {
            var calls = statement.Inside<IInvocationOperation>().ToList();
            if (calls.Any(call => call.TargetMethod.Name == "Dispose" && call.Instance?.Type is { } type && type.SelfAndBases().Any(candidate => candidate.Name == "TuningSession")))
            {
                return;
            }

            foreach (var move in calls.Where(call => Moves.Contains(call.TargetMethod.Name) && SymbolEqualityComparer.Default.Equals(Moved(call).Variable(), model)))
            {
                context.ReportDiagnostic(Diagnostic.Create(TrapDescriptors.MovedInSession, move.Syntax.GetLocation(), model.Name, move.TargetMethod.Name));
            }
        }
    }

    /// <summary>The model whose session a call begins, or null.</summary>
    private static IOperation? Model(IInvocationOperation call, IAssemblySymbol assembly)
    {
        var method = call.TargetMethod;
        if (method.ReturnType.Name != "TuningSession" || method.Name is not ("BeginTuning" or "Begin"))
        {
            return null;
        }

        return call.Instance ?? call.Arguments.FirstOrDefault(argument => argument.Value.Unwrap().Type is { } type && (type.IsTunable() || ForeignModels.Of(assembly).Find(type) is not null))?.Value;
    }

    /// <summary><c>to</c> is an extension method; the others are too.</summary>
    private static IOperation? Moved(IInvocationOperation call) => call.Instance ?? call.Arguments.FirstOrDefault()?.Value;

    /// <summary>The statements during which the session lasts: those of the using statement, or those that follow in the block.</summary>
    private static IEnumerable<IOperation> While(IOperation begin)
    {
        var statement = begin;
        while (statement.Parent is not (null or IBlockOperation or IUsingOperation))
        {
            statement = statement.Parent;
        }

        return statement.Parent switch
        {
            IUsingOperation used when used.Resources == statement => [used.Body],
            IBlockOperation block => block.Operations.SkipWhile(operation => operation != statement).Skip(1),
            _ => [],
        };
    }
}
