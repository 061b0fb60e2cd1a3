using AttnGen.Adapters;
using AttnGen.CompilerServices;
using AttnGen.Mapping;
using TorchSharp;
using TorchSharp.Modules;

namespace AttnGen.Products;

/// <summary>What a session's numbers depend on in <see cref="FrozenProducts"/>. A class without a generated part multiplies by its weights itself.</summary>
internal static class UsedProducts
{
    /// <summary>Whether layers are called by them: in tunable classes only.</summary>
    public static bool ByLayers(torch.nn.Module model) => model.modules().Prepend(model).Any(module => module is ITunableModule);

    /// <summary>Whether the session multiplies by them: DoRA does so with a dropped input, wherever it is.</summary>
    public static bool Any(torch.nn.Module model, TuningPlan plan) => ByLayers(model) || Adapters(plan).Any(adapter => adapter is DoraAdapter { HasDropout: true });

    /// <summary>The choices that the session multiplies by.</summary>
    public static IReadOnlyList<MeasuredProduct> Of(TuningSession session) => Any(session.Model, session.Plan) ? [.. FrozenProducts.Of(session.Model).Select(session.Copies.Resolve)] : [];

    /// <summary>Whether the session's numbers are others where the kernel is <see cref="ProductKernel.Standard"/>: then projections are no node together, and adapters drop as libtorch does.</summary>
    public static bool DependOnStandard(TuningSession session) =>
        Adapters(session.Plan).Any(adapter => adapter is LowRankAdapter { HasDropout: true })
        || session.Plan.Map.AllProjections.Where(projection => projection.Slot is not HookedSlot).GroupBy(projection => LayerOf(projection.Path)).Any(IsNode);

    private static IEnumerable<Adapter> Adapters(TuningPlan plan) => plan.Map.AllProjections.Select(projection => projection.Slot.Adapter).OfType<Adapter>();

    /// <summary>Whether the projections of a layer are computed together, by the rule of <see cref="ProjectionTerm.Of"/>.</summary>
    private static bool IsNode(IEnumerable<MappedProjection> layer) =>
        (Matrix.Q | Matrix.K | Matrix.V) == layer.Aggregate(default(Matrix), (roles, projection) => roles | projection.Role)
        && layer.All(projection => projection is { Linear: { weight.requires_grad: false, bias: null or { requires_grad: false } }, Slot.Adapter: null or LoraAdapter });

    private static string LayerOf(string path) => path[..(path.LastIndexOf('.') + 1)];
}
