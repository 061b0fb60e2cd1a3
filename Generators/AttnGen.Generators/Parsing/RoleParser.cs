using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using AttnGen.Generators.Analysis;
using AttnGen.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Parsing;

/// <summary>Finds the projections of a class: explicit ones first; what they leave open is filled by convention.</summary>
internal static class RoleParser
{
    /// <summary>The roles by member; none where the three are not complete.</summary>
    public static IReadOnlyDictionary<ISymbol, Matrix> Parse(INamedTypeSymbol type, IReadOnlyList<Component> components, Action<Problem> report)
    {
        var byRole = new Dictionary<Matrix, ISymbol>();
        var declared = type.GetMembers().Where(member => member is IFieldSymbol or IPropertySymbol && !member.IsImplicitlyDeclared && member.FindMark(Names.Projection) is not null).ToList();
        var sound = true;
        foreach (var symbol in declared)
        {
            sound &= AddExplicit(byRole, symbol, components, report);
        }

        var conventional = components
            .Where(component => component.Kind == ComponentKind.Module && IsUnmarked(component.Symbol))
            .GroupBy(component => RoleConvention.RoleOf(component.Symbol.Name))
            .Where(found => found.Key != Matrix.None && !byRole.ContainsKey(found.Key))
            .ToDictionary(found => found.Key, found => found.ToList());
        foreach (var found in conventional)
        {
            if (found.Value.Where(component => IsLinear(component.Type)).Select(component => component.Symbol).ToList() is [var only])
            {
                byRole.Add(found.Key, only);
            }
        }

        var missing = MatrixNames.InOrder.Where(role => !byRole.ContainsKey(role)).ToList();
        if (missing.Count == 0)
        {
            foreach (var named in conventional.Keys.OrderBy(role => role))
            {
                report(new Problem(RoleDescriptors.ByConvention, byRole[named].Place(), [byRole[named].Name, named]));
            }
        }
        else
        {
            ReportMissing(type, components, declared.Count > 0 && sound, missing, conventional, report);
        }

        return missing.Count > 0
            ? new Dictionary<ISymbol, Matrix>(SymbolEqualityComparer.Default)
            : byRole.ToDictionary(pair => pair.Value, pair => pair.Key, SymbolEqualityComparer.Default);
    }

    /// <summary>Why an attention layer's roles are not complete, where the names tell, or something was marked.</summary>
    private static void ReportMissing(
        INamedTypeSymbol type, IReadOnlyList<Component> components, bool marked, List<Matrix> missing, Dictionary<Matrix, List<Component>> conventional, Action<Problem> report)
    {
        var explained = true;
        // A name that two Linears have says something only beside the name of another role.
        var isAttention = missing.Count < 3 || conventional.Values.Count(named => named.Any(component => IsLinear(component.Type))) > 1;
        foreach (var role in missing)
        {
            var named = conventional.TryGetValue(role, out var found) ? found : [];
            var linears = named.Where(component => IsLinear(component.Type)).ToList();
            if (linears.Count > 1 && isAttention)
            {
                report(new Problem(RoleDescriptors.Ambiguous, linears[1].Symbol.Place(), [linears[0].Symbol.Name, linears[1].Symbol.Name, role]));
            }
            else if (missing.Count == 1 && named is [var other])
            {
                report(new Problem(RoleDescriptors.OtherType, other.Symbol.Place(), [other.Symbol.Name, role, other.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)]));
            }
            else
            {
                explained = false;
            }
        }

        if (marked && !explained)
        {
            var candidates = components.Where(component => IsLinear(component.Type) && IsUnmarked(component.Symbol)).Select(component => component.Symbol.Name).ToList();
            report(new Problem(RoleDescriptors.RolesIncomplete, type.Place(),
                [type.Name, string.Join(", ", missing), candidates.Count == 0 ? "It has no other Linear." : $"Its other Linears are {string.Join(", ", candidates.Select(name => $"'{name}'"))}."])
            {
                Properties = ImmutableDictionary<string, string?>.Empty.Add("roles", string.Join(",", missing)).Add("candidates", string.Join(",", candidates)),
            });
        }
    }

    /// <summary>Whether a member is a Linear that nothing is said of.</summary>
    public static bool MayBeProjection(ISymbol symbol) => IsLinear(symbol is IFieldSymbol field ? field.Type : ((IPropertySymbol)symbol).Type) && IsUnmarked(symbol);

    private static bool IsUnmarked(ISymbol symbol) =>
        symbol.FindMark(Names.Projection) is null && symbol.FindMark(Names.Head) is null && symbol.FindMark(Names.Freeze) is null;

    private static bool AddExplicit(Dictionary<Matrix, ISymbol> byRole, ISymbol symbol, IReadOnlyList<Component> components, Action<Problem> report)
    {
        var attribute = symbol.FindMark(Names.Projection)!;
        var role = attribute.MatrixArgument();
        var type = symbol is IFieldSymbol field ? field.Type : ((IPropertySymbol)symbol).Type;
        if (role.Each().Count() != 1 || (role & ~Matrix.All) != 0)
        {
            report(new Problem(RoleDescriptors.NotOneRole, attribute.Place(), [symbol.Name, role == Matrix.None ? "no projection" : role.ToString()]));
            return false;
        }

        if (!IsLinear(type))
        {
            report(new Problem(RoleDescriptors.NotLinear, attribute.Place(), [symbol.Name, role, type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)]));
            return false;
        }

        if (!components.Any(component => SymbolEqualityComparer.Default.Equals(component.Symbol, symbol)))
        {
            report(new Problem(RoleDescriptors.NotAComponent, attribute.Place(), [symbol.Name]));
            return false;
        }

        if (byRole.TryGetValue(role, out var other))
        {
            report(new Problem(RoleDescriptors.RoleTwice, attribute.Place(), [other.Name, symbol.Name, role]));
            return false;
        }

        byRole.Add(role, symbol);
        return true;
    }

    private static bool IsLinear(ITypeSymbol type) => type.IsNamed(Names.Linear);
}
