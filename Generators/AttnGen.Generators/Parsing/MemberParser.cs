using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using AttnGen.Generators.Analysis;
using AttnGen.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Parsing;

/// <summary>Reads a class's components: its fields and automatic properties that TorchSharp would register.</summary>
internal static class MemberParser
{
    private static readonly ImmutableHashSet<string> NativeBacked = ["MultiheadAttention", "RNN", "LSTM", "GRU", "RNNCell", "LSTMCell", "GRUCell"];

    private static readonly SymbolDisplayFormat TypeName = SymbolDisplayFormat.FullyQualifiedFormat
        .WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers | SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    public static IReadOnlyList<ParsedMember> Parse(INamedTypeSymbol type, Action<Problem> report)
    {
        var components = type.GetMembers().OfType<IFieldSymbol>()
            .Where(field => !field.IsStatic && !field.IsConst && field.AssociatedSymbol is null or IPropertySymbol)
            .Select(field => (Symbol: field.AssociatedSymbol ?? field, Type: field.Type, Component: ComponentOf(field.Type)))
            .Where(member => member.Component is not null)
            .ToList();

        var roles = Roles(type, components.Select(component => (component.Symbol, component.Type)).ToList(), report);
        var members = new List<ParsedMember>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (symbol, memberType, component) in components)
        {
            var registered = RegisteredName(symbol);
            if (registered.Length == 0 || registered.Contains('.') || !names.Add(registered))
            {
                report(new Problem(RoleDescriptors.BadName, symbol.Place(), [symbol.Name, registered]));
                continue;
            }

            members.Add(Member(symbol, memberType, component!.Value, registered, roles.TryGetValue(symbol, out var role) ? role : Matrix.None, report));
        }

        return members;
    }

    private static ParsedMember Member(ISymbol symbol, ITypeSymbol type, ComponentKind component, string registered, Matrix role, Action<Problem> report)
    {
        var kind = component switch
        {
            _ when role != Matrix.None => MapKind.Projection,
            ComponentKind.Module => ModuleKind(type),
            _ => MapKind.Parameter,
        };
        var element = kind == MapKind.ModuleList ? ((INamedTypeSymbol)type).TypeArguments[0] : type;
        var head = symbol.FindAttribute(Names.Head) is { } attribute ? HeadParser.Parse(attribute, report) : null;
        var frozen = symbol.FindAttribute(Names.Freeze) is not null;
        var model = new MemberModel(Symbols.Escape(symbol.Name), registered, component, kind, MapType(element), role, head, frozen);
        return new ParsedMember(model, element as INamedTypeSymbol, symbol.Place());
    }

    /// <summary>Explicit roles first; what they leave open is filled by convention, but only where all three are found.</summary>
    private static Dictionary<ISymbol, Matrix> Roles(INamedTypeSymbol type, IReadOnlyList<(ISymbol Symbol, ITypeSymbol Type)> components, Action<Problem> report)
    {
        var byRole = new Dictionary<Matrix, ISymbol>();
        var isExplicit = false;
        foreach (var (symbol, memberType) in components)
        {
            if (symbol.FindAttribute(Names.Projection) is not { } attribute)
            {
                continue;
            }

            isExplicit = true;
            var role = attribute.MatrixArgument();
            if (role.Each().Count() != 1)
            {
                report(new Problem(RoleDescriptors.NotOneRole, attribute.Place(), [symbol.Name, role == Matrix.None ? "no projection" : role.ToString()]));
            }
            else if (memberType.PlainName() != Names.Linear)
            {
                report(new Problem(RoleDescriptors.NotLinear, attribute.Place(), [symbol.Name, role, memberType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)]));
            }
            else if (byRole.TryGetValue(role, out var other))
            {
                report(new Problem(RoleDescriptors.RoleTwice, attribute.Place(), [other.Name, symbol.Name, role]));
            }
            else
            {
                byRole.Add(role, symbol);
            }
        }

        var conventional = components
            .Where(component => component.Type.PlainName() == Names.Linear && component.Symbol.FindAttribute(Names.Projection) is null)
            .Where(component => component.Symbol.FindAttribute(Names.Head) is null && component.Symbol.FindAttribute(Names.Freeze) is null)
            .GroupBy(component => RoleConvention.RoleOf(component.Symbol.Name))
            .Where(found => found.Key != Matrix.None && !byRole.ContainsKey(found.Key));
        foreach (var found in conventional.Where(found => found.Count() == 1).ToList())
        {
            byRole.Add(found.Key, found.Single().Symbol);
        }

        var missing = MatrixNames.InOrder.Where(role => !byRole.ContainsKey(role)).ToList();
        if (missing.Count > 0 && isExplicit)
        {
            report(new Problem(RoleDescriptors.RolesIncomplete, type.Place(), [type.Name, string.Join(", ", missing)]));
        }

        return missing.Count > 0 ? [] : byRole.ToDictionary(pair => pair.Value, pair => pair.Key, SymbolEqualityComparer.Default);
    }

    private static ComponentKind? ComponentOf(ITypeSymbol type) =>
        type.Is(Names.Parameter) ? ComponentKind.Parameter
        : type.Is(Names.Tensor) ? ComponentKind.Buffer
        : type.Is(Names.TorchModule) || (type is ITypeParameterSymbol parameter && parameter.ConstraintTypes.Any(constraint => constraint.Is(Names.TorchModule))) ? ComponentKind.Module
        : null;

    private static MapKind ModuleKind(ITypeSymbol type)
    {
        if (type.IsTunable())
        {
            return MapKind.Module;
        }

        if (type is INamedTypeSymbol { TypeArguments: [var element] } && type.PlainName() == Names.ModuleList && element.IsTunable())
        {
            return MapKind.ModuleList;
        }

        return IsLayer(type) ? MapKind.Layer : MapKind.Opaque;
    }

    /// <summary>TorchSharp's own layers; not its containers, and not those whose parameters are new objects at each look.</summary>
    private static bool IsLayer(ITypeSymbol type) =>
        type is INamedTypeSymbol { IsGenericType: false } && type.ContainingNamespace.ToDisplayString() == Names.TorchModules
        && type.Name is not ("Sequential" or "ParameterList") && !type.Name.StartsWith("Transformer", StringComparison.Ordinal) && !NativeBacked.Contains(type.Name);

    private static string RegisteredName(ISymbol symbol)
    {
        if (symbol.FindAttribute(Names.Name) is { ConstructorArguments: [{ Value: string name }] })
        {
            return name;
        }

        return symbol.FindAttribute(Names.ComponentName)?.Argument<string?>("Name", null) ?? symbol.Name;
    }

    /// <summary>A type as an attribute can name it: not where a type parameter is part of it, or where it is less visible than the class.</summary>
    private static string? MapType(ITypeSymbol type) => Nameable(type) ? type.ToDisplayString(TypeName) : null;

    private static bool Nameable(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol named => named.TypeArguments.All(Nameable) && named.DeclaredAccessibility is not (Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal)
            && (named.ContainingType is null || Nameable(named.ContainingType)),
        _ => false,
    };
}
