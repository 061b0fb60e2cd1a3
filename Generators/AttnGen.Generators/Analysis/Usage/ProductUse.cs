using System.Linq;
using AttnGen.Generators.Emission;
using AttnGen.Generators.Model;
using AttnGen.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AttnGen.Generators.Analysis.Usage;

/// <summary>A product that the generated <c>Apply</c> could compute: <c>dense.call(x)</c> on a layer that is neither a projection nor a head.</summary>
internal static class ProductUse
{
    public static void Check(OperationAnalysisContext context, RoleCache roles)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name is "call" or "forward" && call.Instance.OwnMember() is { } member && call.Instance!.Type.IsNamed(Names.Linear)
            && member.ContainingType is { } type && type.IsTunable() && SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, context.ContainingSymbol.ContainingType?.OriginalDefinition)
            && type.GetMembers(ProductEmitter.Method).Any(CollisionCheck.IsGenerated)
            && roles.Of(member) is Matrix.None && member.FindMark(Names.Head) is null)
        {
            context.ReportDiagnostic(Diagnostic.Create(TrapDescriptors.RawProduct, call.Instance.Syntax.GetLocation(), member.Name));
        }
    }
}
