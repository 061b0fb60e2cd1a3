using System.Collections.Generic;
using System.Linq;
using AttnGen.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Parsing;

/// <summary>Reads the map that a class of another assembly publishes: its private fields cannot be seen from here.</summary>
internal static class PublishedMap
{
    private const int Version = 1;

    /// <summary>Whether the class has a map, in a format that this compiler knows.</summary>
    public static bool CanRead(INamedTypeSymbol type) =>
        type.FindAttribute(Names.MapHead) is { ConstructorArguments: [{ Value: Version }] };

    public static IReadOnlyList<ParsedMember> Read(INamedTypeSymbol type) =>
        [.. type.OriginalDefinition.FindAttributes(Names.MapMember).Select(Member)];

    private static ParsedMember Member(AttributeData attribute)
    {
        var name = attribute.ConstructorArguments[0].Value as string ?? "";
        var kind = (MapKind)(attribute.ConstructorArguments[1].Value as int? ?? (int)MapKind.Opaque);
        var type = attribute.Argument<INamedTypeSymbol?>("Type", null);
        var head = attribute.Argument("Head", false) ? new HeadModel(attribute.Argument("LrScale", 1.0), attribute.Argument("WeightDecay", double.NaN)) : null;
        var model = new MemberModel(name, name, name, ComponentKind.Module, kind, null, (Matrix)attribute.Argument("Role", 0), head, attribute.Argument("Frozen", false), PropertyKind.None);
        return new ParsedMember(model, type, false, false);
    }
}
