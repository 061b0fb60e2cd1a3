using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Parsing;

/// <summary>The attributes that declare a method.</summary>
internal static class MethodAttributes
{
    /// <summary>Those of a class; it may have one.</summary>
    public static IEnumerable<(LowRankKind Kind, AttributeData Attribute)> Of(INamedTypeSymbol type) =>
        LowRankKinds.All.Select(kind => (Kind: kind, Attribute: type.FindAttribute(Names.Of(kind))!)).Where(found => found.Attribute is not null);
}
