using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Parsing;

/// <summary>A declared model of another assembly with its class; it stays within one run of the parser.</summary>
internal sealed record ParsedForeign(INamedTypeSymbol Type, Model.ForeignModel Model);
