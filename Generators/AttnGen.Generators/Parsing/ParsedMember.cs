using AttnGen.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Parsing;

/// <summary>A member with the type that a walk through the model follows; it stays within one run of the parser.</summary>
internal sealed record ParsedMember(MemberModel Model, INamedTypeSymbol? Type, bool MayBeNull, bool IsInherited);
