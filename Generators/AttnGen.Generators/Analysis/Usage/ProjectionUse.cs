using System.Collections.Immutable;
using System.Linq;
using AttnGen.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AttnGen.Generators.Analysis.Usage;

/// <summary>A projection's product computed past its adapter: <c>query.call(x)</c>, or <c>linear(x, query.weight)</c>.</summary>
internal static class ProjectionUse
{
    public static void Check(OperationAnalysisContext context, RoleCache roles)
    {
        var call = (IInvocationOperation)context.Operation;
        switch (call.TargetMethod.Name)
        {
            case "call" or "forward" or "Forward" when call.Instance.OwnMember() is { } member:
                Report(context, member, call.Instance!, roles);
                break;
            case "linear":
                foreach (var weight in call.Arguments.Select(argument => argument.Value.Unwrap()).OfType<IPropertyReferenceOperation>().Where(reference => reference.Property.Name == "weight"))
                {
                    if (weight.Instance.OwnMember() is { } owner)
                    {
                        Report(context, owner, weight, roles);
                    }
                }

                break;
        }
    }

    private static void Report(OperationAnalysisContext context, ISymbol member, IOperation place, RoleCache roles)
    {
        if (roles.Of(member) is not Matrix.None and var role)
        {
            var properties = ImmutableDictionary<string, string?>.Empty.Add("role", role.ToString()).Add("projections", string.Join(",", roles.Names(member.ContainingType)));
            context.ReportDiagnostic(Diagnostic.Create(TrapDescriptors.RawProjection, place.Syntax.GetLocation(), properties, member.Name, role));
        }
    }
}
