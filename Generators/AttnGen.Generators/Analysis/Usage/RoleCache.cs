using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using AttnGen.Generators.Model;
using AttnGen.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Analysis.Usage;

/// <summary>The roles of tunable classes, parsed once a compilation.</summary>
internal sealed class RoleCache
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, IReadOnlyDictionary<ISymbol, Matrix>> roles = new(SymbolEqualityComparer.Default);

    /// <summary>The role of a field or property, or None.</summary>
    public Matrix Of(ISymbol member) => member.ContainingType is { } type && type.IsTunable() && In(type).TryGetValue(member.OriginalDefinition, out var role) ? role : Matrix.None;

    /// <summary>The names of the projections of a tunable class.</summary>
    public IEnumerable<string> Names(INamedTypeSymbol type) => In(type).Keys.Select(member => member.Name);

    private IReadOnlyDictionary<ISymbol, Matrix> In(INamedTypeSymbol type) =>
        roles.GetOrAdd(type.OriginalDefinition, static found => RoleParser.Parse(found, MemberParser.ComponentsOf(found), Problem.Ignore));
}
