using System;
using AttnGen.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Parsing;

/// <summary>A projection somewhere in a model, and what the declarations say of it.</summary>
internal sealed record TargetedProjection(INamedTypeSymbol Owner, string Member, Matrix Role, Declaration Declaration, MethodModel Method)
{
    public bool Equals(TargetedProjection? other) => other is not null
        && SymbolEqualityComparer.Default.Equals(Owner, other.Owner) && Member == other.Member && Role == other.Role && Declaration == other.Declaration && Method == other.Method;

    public override int GetHashCode() => unchecked((StringComparer.Ordinal.GetHashCode(Member) * 31) + SymbolEqualityComparer.Default.GetHashCode(Owner));
}
