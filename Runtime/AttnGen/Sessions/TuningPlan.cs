using AttnGen.Adapters;
using AttnGen.CompilerServices;
using AttnGen.Mapping;
using TorchSharp;

namespace AttnGen;

/// <summary>What a strategy means for one model: which parameters each group has. Made and checked before anything is changed.</summary>
internal sealed class TuningPlan
{
    private TuningPlan(ModuleMap map, TuneStrategy strategy, IReadOnlyList<PlannedTargets> groups)
    {
        Map = map;
        Strategy = strategy;
        Groups = groups;
    }

    public ModuleMap Map { get; }

    public TuneStrategy Strategy { get; }

    public IReadOnlyList<PlannedTargets> Groups { get; }

    /// <summary>Applies a strategy to a model's map.</summary>
    /// <exception cref="TuningException">The two do not fit; the message names roles, paths and shapes.</exception>
    public static TuningPlan Create(torch.nn.Module model, ITunableModule described, TuneStrategy strategy)
    {
        var map = ModuleMap.Of(described);
        MapValidation.Check(model, map);

        var groups = new List<PlannedTargets>();
        foreach (var role in strategy.Roles)
        {
            groups.Add(ForRole(model, map, strategy.Method, role, Advice(model, described, role.Matrix)));
        }

        CheckLeftOver(map, groups);
        if (strategy.Head is { } head && map.HeadParameters.Count > 0)
        {
            groups.Add(new PlannedTargets(PlannedGroup.Of(head), [], map.HeadParameters));
        }

        if (groups.Count == 0)
        {
            throw new TuningException($"There is nothing to train: the strategy tunes no projection, and {model.GetType().Name} has no head. Tune a projection, or mark the head with [Head].");
        }

        CheckOnce(map, groups);
        var plan = new TuningPlan(map, strategy, strategy.Grouping == Grouping.Paper ? PaperGroups.Of(strategy, groups) : groups);
        MapValidation.CheckSlots(map, plan.Groups.SelectMany(group => group.Adapted).Select(adapted => adapted.Projection.Path).ToHashSet(StringComparer.Ordinal));
        MapValidation.CheckSharing(map, plan.TrainedInPlace().Select(parameter => parameter.Path).ToHashSet(StringComparer.Ordinal));
        return plan;
    }

    /// <summary>What to do where the model has no projection of a role.</summary>
    private static string Advice(torch.nn.Module model, ITunableModule described, Matrix role) => described is ForeignModule
        ? $"Say where it is: [assembly: TuneModel<{model.GetType().Name}>({PlannedGroup.WordOf(role)} = \"...\")]."
        : $"Mark the projection with [Projection(Matrix.{role})].";

    private IEnumerable<MappedParameter> TrainedInPlace() => Groups.SelectMany(group => group.Parameters);

    private static void CheckOnce(ModuleMap map, IReadOnlyList<PlannedTargets> groups)
    {
        var seen = new Dictionary<string, PlannedGroup>(StringComparer.Ordinal);
        foreach (var group in groups)
        {
            foreach (var path in group.Parameters.Select(parameter => parameter.Path).Concat(group.Adapted.Select(adapted => adapted.Path)))
            {
                if (!seen.TryAdd(path, group.Group))
                {
                    throw new TuningException($"'{path}' would be in two groups and be updated twice a step. {WhyTwice(map, path, seen[path], group.Group)}");
                }
            }
        }
    }

    private static string WhyTwice(ModuleMap map, string path, PlannedGroup one, PlannedGroup other) => one.Matrix == other.Matrix
        ? $"The strategy's {one.Name} and {other.Name} both have {new LayerIndex(map).LayerOf(path)}. Leave that layer to one of them."
        : "A member is a projection or part of a head, not both.";

    private static PlannedTargets ForRole(torch.nn.Module model, ModuleMap map, TuningMethod method, RoleDeclaration role, string advice)
    {
        var projections = map.Projections.Where(projection => projection.Role == role.Matrix).ToList();
        if (projections.Count == 0)
        {
            var known = map.Projections.Select(projection => projection.Role).Distinct().Order().ToList();
            var roles = known.Count == 0 ? "It has no projections at all." : $"Its roles are: {string.Join(", ", known)}.";
            throw new TuningException($"The strategy tunes {role.Matrix}, but nothing in {model.GetType().Name} has that role. {roles} {advice}");
        }

        var layers = new LayerIndex(map);
        projections = [.. projections.Where(projection => layers.IsSelected(projection.Path, role.Selection))];
        if (projections.Count == 0 || layers.Beyond(role.Selection) is not null)
        {
            throw new TuningException($"The strategy tunes {role.Matrix} in the layers {role.Layers}, and {layers.Describe(model.GetType().Name)}.");
        }

        // Elsewhere a target that is absent in some layers is silently tuned in the others.
        if (map.Absent.Where(absent => absent.Role == role.Matrix && layers.IsSelected(absent.Path, role.Selection)).Select(absent => absent.Path).ToList() is { Count: > 0 } absent)
        {
            throw new TuningException($"The strategy tunes {role.Matrix}, and these layers have none (the member is null):{MapValidation.Lines(absent)}Leave {role.Matrix} or these layers out of the strategy, or give every layer the projection.");
        }

        foreach (var projection in projections)
        {
            Check(projection, method);
        }

        return method is LowRankTuning lowRank
            ? new PlannedTargets(PlannedGroup.Of(role), [.. projections.SelectMany(projection => projection.TensorsOf(lowRank))], [])
            : new PlannedTargets(PlannedGroup.Of(role), [], [.. projections.SelectMany(projection => projection.Parameters)]);
    }

    private static void Check(MappedProjection projection, TuningMethod method)
    {
        if (method is LowRankTuning lowRank && lowRank.Rank > Math.Min(projection.Linear.in_features, projection.Linear.out_features))
        {
            throw new TuningException($"Rank {lowRank.Rank} is larger than the smaller side of {projection.Role} at '{projection.Path}.weight' {projection.Shape}. A rank is at most {Math.Min(projection.Linear.in_features, projection.Linear.out_features)} there.");
        }

        if (projection.Slot.Adapter is { } adapter && adapter.Method != method)
        {
            throw new TuningException($"'{projection.Path}' has an adapter ({adapter.Method.Describe()}) and the strategy asks for {method.Describe()}. Call Merge() or RemoveAdapter() on the model first.");
        }
    }

    /// <summary>An adapter on a role that the strategy leaves frozen would silently stay as it is, and so would one within a head. In what the model itself freezes it belongs to that.</summary>
    private static void CheckLeftOver(ModuleMap map, IReadOnlyList<PlannedTargets> groups)
    {
        var adapted = groups.SelectMany(group => group.Adapted).Select(adapted => adapted.Projection.Path).ToHashSet(StringComparer.Ordinal);
        var left = map.Projections.Concat(map.HeadProjections).Where(projection => projection.Slot.Adapter is not null && !adapted.Contains(projection.Path)).Select(projection => projection.Path).ToList();
        if (left.Count > 0)
        {
            throw new TuningException($"These projections have an adapter, and the strategy does not tune them:{MapValidation.Lines(left)}Call Merge() or RemoveAdapter() on the model first.");
        }
    }
}
