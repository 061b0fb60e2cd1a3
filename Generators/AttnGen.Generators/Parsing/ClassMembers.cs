using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Parsing;

/// <summary>The members of a tunable class of this compilation, what is wrong with them, and the sizes of those that constants prove.</summary>
internal sealed record ClassMembers(IReadOnlyList<ParsedMember> Members, IReadOnlyList<Problem> Problems, Lazy<IReadOnlyDictionary<string, (long In, long Out)>> Sizes)
{
    // A layer is parsed once for itself and for all models that it is in. A symbol belongs to one compilation, and takes its entry with it.
    private static readonly ConditionalWeakTable<INamedTypeSymbol, ClassMembers> Known = new();

    public static ClassMembers Of(INamedTypeSymbol type) => Known.GetValue(type, static found =>
    {
        var problems = new List<Problem>();
        return new ClassMembers(MemberParser.Parse(found, problems.Add), problems, new(() => SizeParser.Of(found)));
    });
}
