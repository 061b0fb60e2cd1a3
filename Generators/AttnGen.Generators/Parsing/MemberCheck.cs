using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using AttnGen.Generators.Analysis;
using AttnGen.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Parsing;

/// <summary>What the types and names of members tell that no strategy could put right.</summary>
internal static class MemberCheck
{
    private static readonly HashSet<string> FusedNames = new(StringComparer.OrdinalIgnoreCase) { "qkv", "qkv_proj", "query_key_value", "in_proj", "c_attn", "wqkv", "w_qkv", "to_qkv" };
    private static readonly string[] WeightNames = ["weight", "bias", "gamma", "beta", "embedding", "kernel"];

    public static void Report(INamedTypeSymbol type, IReadOnlyList<ParsedMember> members, Action<Problem> report)
    {
        var symbols = type.GetMembers().Where(member => member is IFieldSymbol or IPropertySymbol && !member.IsStatic && !member.IsImplicitlyDeclared).ToList();
        foreach (var symbol in symbols)
        {
            var model = members.FirstOrDefault(member => member.Model.Name == symbol.Name)?.Model;
            if (Check(symbol, (symbol as IFieldSymbol)?.Type ?? ((IPropertySymbol)symbol).Type, model) is { } problem)
            {
                report(problem);
            }
        }
    }

    private static Problem? Check(ISymbol symbol, ITypeSymbol type, MemberModel? model)
    {
        var shown = type.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
        if (model is null)
        {
            return IsStored(symbol) && ElementOf(type) is { } element ? Unregistered(symbol, shown, element) : null;
        }

        return model switch
        {
            { Component: ComponentKind.Buffer } when WeightNames.Any(name => symbol.Name.EndsWith(name, StringComparison.OrdinalIgnoreCase)) =>
                new Problem(TrapDescriptors.TensorWeight, symbol.Place(), [symbol.Name]),
            { Frozen: true } or { Head: not null } or { Component: ComponentKind.Perhaps } => null,
            { Map: MapKind.Opaque } when MemberParser.IsNativeAttention(type) => new Problem(RoleDescriptors.NativeAttention, symbol.Place(), [symbol.Name, shown]),
            { Map: MapKind.Opaque } => new Problem(RoleDescriptors.Opaque, symbol.Place(), [symbol.Name, shown]),
            { Map: MapKind.Layer } when FusedNames.Contains(symbol.Name.TrimStart('_')) && type.IsNamed(Names.Linear) => new Problem(RoleDescriptors.Fused, symbol.Place(), [symbol.Name]),
            _ => null,
        };
    }

    private static Problem Unregistered(ISymbol symbol, string shown, ITypeSymbol element) => element.Is(Names.Parameter)
        ? new Problem(TrapDescriptors.Collection, symbol.Place(), [symbol.Name, shown, "parameter", "ParameterList, or a field for each"])
        : new Problem(TrapDescriptors.Collection, symbol.Place(), [symbol.Name, shown, "module", $"ModuleList<{element.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}>"])
        {
            Properties = ImmutableDictionary<string, string?>.Empty.Add("modules", null),
        };

    /// <summary>Whether an instance holds the member's value itself; a computed property holds none.</summary>
    private static bool IsStored(ISymbol symbol) => symbol is IFieldSymbol || symbol.BackingField() is not null;

    /// <summary>The module or parameter in an array or a collection that is not TorchSharp's.</summary>
    private static ITypeSymbol? ElementOf(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { ElementType: var element } => Component(element),
        INamedTypeSymbol { IsGenericType: true } named when named.ContainingNamespace?.ToDisplayString().StartsWith("System.Collections", StringComparison.Ordinal) is true =>
            named.TypeArguments.Select(Component).FirstOrDefault(component => component is not null),
        _ => null,
    };

    private static ITypeSymbol? Component(ITypeSymbol type) => MemberParser.IsModule(type) || type.Is(Names.Parameter) ? type.WithNullableAnnotation(NullableAnnotation.None) : null;
}
