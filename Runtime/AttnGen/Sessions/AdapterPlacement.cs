using AttnGen.Adapters;
using AttnGen.Mapping;
using TorchSharp;
using TorchSharp.Modules;

namespace AttnGen;

/// <summary>The adapters of a session: those that it placed, and those that it found and trains on.</summary>
internal sealed class AdapterPlacement
{
    private readonly List<(MappedProjection Projection, Adapter Adapter, Parameter Weight)> all = [];
    private readonly List<MappedProjection> created = [];

    /// <summary>Puts an adapter on each projection that has none.</summary>
    public static AdapterPlacement Place(TuningPlan plan, long? seed)
    {
        using var generator = seed is { } value ? new torch.Generator((ulong)value) : null;
        var placement = new AdapterPlacement();
        foreach (var projection in plan.Groups.SelectMany(group => group.Adapted).OrderBy(projection => plan.Map.Projections.ToList().IndexOf(projection)))
        {
            if (projection.Slot.Adapter is null)
            {
                projection.Slot.Adapter = LoraAdapter.Create((LoraTuning)plan.Strategy.Method, projection.Linear.weight, generator);
                placement.created.Add(projection);
            }

            projection.Slot.Adapter.InSession = true;
            (projection.Slot as HookedSlot)?.Forget();
            placement.all.Add((projection, projection.Slot.Adapter, projection.Linear.weight));
        }

        return placement;
    }

    /// <summary>Takes the projections' weights for those of the session, after they were replaced for it.</summary>
    public void Watch()
    {
        for (var i = 0; i < all.Count; i++)
        {
            all[i] = (all[i].Projection, all[i].Adapter, all[i].Projection.Linear.weight);
        }
    }

    /// <summary>The trained parameters of a projection's adapter.</summary>
    public static IEnumerable<TunedParameter> Parameters(MappedProjection projection) =>
        projection.Slot.Adapter!.Parameters.Select(parameter => new TunedParameter($"{projection.Path}.{parameter.Name}", parameter.Parameter, IsDecayed: true));

    /// <summary>Says which adapter was moved or replaced since the session began, or null.</summary>
    public string? FindChange()
    {
        foreach (var (projection, adapter, weight) in all)
        {
            if (!ReferenceEquals(projection.Slot.Adapter, adapter))
            {
                return $"the adapter of '{projection.Path}' was replaced or removed";
            }

            if (adapter.MovedInSession || !ReferenceEquals(projection.Linear.weight, weight))
            {
                return $"the module of '{projection.Path}' was moved by to(...)";
            }
        }

        return null;
    }

    /// <summary>The paths of adapters that no forward pass went through; only of those that know it.</summary>
    public IReadOnlyList<string> FindUnreached() => [.. all.Where(placed => placed.Projection.Slot is HookedSlot { WasReached: false }).Select(placed => placed.Projection.Path)];

    /// <summary>Lets the adapters go; they stay where they are.</summary>
    public void Release() => all.ForEach(placed => placed.Adapter.Release());

    /// <summary>Takes back what was placed, after a failure.</summary>
    public void Undo()
    {
        Release();
        foreach (var projection in created)
        {
            projection.Slot.Adapter?.Dispose();
            projection.Slot.Adapter = null;
        }
    }
}
