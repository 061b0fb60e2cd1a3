using System;
using System.Collections.Generic;
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
        var declared = type.GetMembers().Where(member => member is IFieldSymbol or IPropertySymbol && member.FindAttribute(Names.Projection) is not null).ToList();
        var sound = true;
        foreach (var symbol in declared)
        {
            sound &= AddExplicit(byRole, symbol, components, report);
        }

        var conventional = components
            .Where(component => IsLinear(component.Type) && component.Symbol.FindAttribute(Names.Projection) is null)
            .Where(component => component.Symbol.FindAttribute(Names.Head) is null && component.Symbol.FindAttribute(Names.Freeze) is null)
            .GroupBy(component => RoleConvention.RoleOf(component.Symbol.Name))
            .Where(found => found.Key != Matrix.None && !byRole.ContainsKey(found.Key) && found.Count() == 1)
            .ToList();
        conventional.ForEach(found => byRole.Add(found.Key, found.Single().Symbol));

        var missing = MatrixNames.InOrder.Where(role => !byRole.ContainsKey(role)).ToList();
        if (missing.Count > 0 && declared.Count > 0 && sound)
        {
            report(new Problem(RoleDescriptors.RolesIncomplete, type.Place(), [type.Name, string.Join(", ", missing)]));
        }

        return missing.Count > 0
            ? new Dictionary<ISymbol, Matrix>(SymbolEqualityComparer.Default)
            : byRole.ToDictionary(pair => pair.Value, pair => pair.Key, SymbolEqualityComparer.Default);
    }

    private static bool AddExplicit(Dictionary<Matrix, ISymbol> byRole, ISymbol symbol, IReadOnlyList<Component> components, Action<Problem> report)
    {
        var attribute = symbol.FindAttribute(Names.Projection)!;
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

    private static bool IsLinear(ITypeSymbol type) => type.PlainName() == Names.Linear;
}
