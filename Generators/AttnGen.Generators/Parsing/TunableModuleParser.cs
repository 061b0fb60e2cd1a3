using System;
using System.Collections.Generic;
using System.Linq;
using AttnGen.Generators.Emission;
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

        var (members, problems, _) = ClassMembers.Of(type);
        foreach (var problem in problems)
        {
            report(problem);
        }

        var projection = Projection(members);
        var strategy = StrategyParser.Parse(type, report);
        if (report != Problem.Ignore)
        {
            ChainCheck.Report(type, report);
            MemberCheck.Report(type, members, report);
        }

        var model = new ModuleModel(place, members.Select(member => member.Model).ToEquatableArray(), projection, strategy)
        {
            DeclaresApply = DeclaresApply(type),
        };
        return CollisionCheck.Passes(type, projection is not null, MovementEmitter.IsNeeded(model), strategy is not null, report) ? model : null;
    }

    /// <summary>Whether the name is taken, in the class, in one that it is in, or by what they inherit: a member of the class would hide those.</summary>
    private static bool DeclaresApply(INamedTypeSymbol type) => type.SelfAndContainers().Any(part =>
        part.Name == ProductEmitter.Method
        || part.SelfAndBases().SelectMany(each => each.GetMembers(ProductEmitter.Method).Where(member => SymbolEqualityComparer.Default.Equals(each, part) || member.DeclaredAccessibility != Accessibility.Private))
            .Any(member => !CollisionCheck.IsGenerated(member)));

    private static ProjectionModel? Projection(IReadOnlyList<ParsedMember> members)
    {
        ProjectionMember? Of(Matrix role) =>
            members.Where(member => member.Model.Role == role).Select(member => new ProjectionMember(member.Model.Name, member.Model.Access, member.MayBeNull, member.IsInherited)).FirstOrDefault();

        return Of(Matrix.Q) is { } query && Of(Matrix.K) is { } key && Of(Matrix.V) is { } value ? new SeparateProjectionModel(query, key, value) : null;
    }
}
