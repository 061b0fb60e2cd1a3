using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Parsing;

/// <summary>The models of other assemblies that an assembly declares, and what is wrong with its declarations. They are read from a reference too.</summary>
internal sealed class ForeignModels(IReadOnlyList<ParsedForeign> all, IReadOnlyList<Problem> problems)
{
    // A symbol belongs to one compilation, and takes its entry with it.
    private static readonly ConditionalWeakTable<IAssemblySymbol, ForeignModels> Known = new();

    public IReadOnlyList<ParsedForeign> All => all;

    public IReadOnlyList<Problem> Problems => problems;

    public static ForeignModels Of(IAssemblySymbol assembly) => Known.GetValue(assembly, static found => ForeignParser.Parse(found));

    public ParsedForeign? Find(ITypeSymbol type) => all.FirstOrDefault(declared => SymbolEqualityComparer.Default.Equals(declared.Type, type));
}
