using System;
using System.Collections.Generic;
using System.Linq;
using AttnGen.Generators.Analysis;
using AttnGen.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Parsing;

/// <summary>
/// The one parser: from a <c>[TunableModule]</c> class to the model that is emitted. The generator calls it without a reporter, the analyzer with one.
/// </summary>
internal static class TunableModuleParser
{
    /// <summary>The class's model, or null where nothing sound could be emitted.</summary>
    public static ModuleModel? Parse(INamedTypeSymbol type, Action<Problem> report)
    {
        if (ShapeParser.Parse(type, report) is not { } place)
        {
            return null;
        }

        var members = MemberParser.Parse(type, report);
        var projection = Projection(members);
        var strategy = StrategyParser.Parse(type, report);
        return CollisionCheck.Passes(type, projection is not null, strategy is not null, report)
            ? new ModuleModel(place, members.Select(member => member.Model).ToEquatableArray(), projection, strategy)
            : null;
    }

    private static ProjectionModel? Projection(IReadOnlyList<ParsedMember> members)
    {
        string? Of(Matrix role) => members.FirstOrDefault(member => member.Model.Role == role)?.Model.Access;
        return Of(Matrix.Q) is { } query && Of(Matrix.K) is { } key && Of(Matrix.V) is { } value ? new SeparateProjectionModel(query, key, value) : null;
    }
}
