using AttnGen.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Parsing;

/// <summary>A member that TorchSharp registers.</summary>
/// <param name="Symbol">The field, or the property that it stands behind.</param>
/// <param name="Field">The field.</param>
/// <param name="Type">Its type.</param>
/// <param name="Kind">How it is registered.</param>
internal sealed record Component(ISymbol Symbol, IFieldSymbol Field, ITypeSymbol Type, ComponentKind Kind)
{
    /// <summary>Whether another object takes its place when the module moves.</summary>
    public bool IsReplaced => Kind is ComponentKind.Parameter or ComponentKind.Buffer;
}
