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
        var placement = new AdapterPlacement();
        try
        {
            placement.PlaceAll(plan, seed);
            return placement;
        }
        catch
        {
            placement.Undo();
            throw;
        }
    }

    /// <summary>Takes the projections' weights for those of the session, after they were replaced for it; what is new still changes nothing.</summary>
    public void Watch()
    {
        for (var i = 0; i < all.Count; i++)
        {
            all[i] = (all[i].Projection, all[i].Adapter, all[i].Projection.Linear.weight);
        }

        foreach (var projection in created)
        {
            projection.Slot.Adapter!.Fit(projection.Linear.weight);
        }
    }

    /// <summary>Says which adapter was moved or replaced since the session began, or null.</summary>
    public string? FindChange()
    {
        foreach (var (projection, adapter, weight) in all)
        {
            if (!ReferenceEquals(projection.Slot.Adapter, adapter))
            {
                return $"the adapter of '{projection.Path}' was replaced or removed";
            }

            if (!ReferenceEquals(projection.Linear.weight, weight))
            {
                return $"the module of '{projection.Path}' was moved by to(...)";
            }
        }

        return null;
    }

    /// <summary>The paths of adapters that no forward pass went through; only of those that know it.</summary>
    public IReadOnlyList<string> FindUnreached() => [.. all.Where(placed => placed.Projection.Slot is HookedSlot { WasReached: false }).Select(placed => placed.Projection.Path)];

    /// <summary>Lets the adapters go. Those whose modules were moved under the session follow them now.</summary>
    public void Release()
    {
        LetGo();
        foreach (var (projection, adapter, _) in all.Where(placed => !placed.Projection.Linear.weight.IsInvalid))
        {
            adapter.Follow(projection.Linear.weight);
        }
    }

    /// <summary>Takes back what was placed, after a failure.</summary>
    public void Undo()
    {
        LetGo();
        foreach (var projection in created)
        {
            projection.Slot.Adapter?.Dispose();
            projection.Slot.Adapter = null;
        }
    }

    private void LetGo() => all.ForEach(placed => placed.Adapter.InSession = false);

    private void PlaceAll(TuningPlan plan, long? seed)
    {
        using var generator = seed is { } value ? new torch.Generator((ulong)value) : null;
        var adapted = plan.Groups.SelectMany(group => group.Adapted).Select(tensor => tensor.Projection.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var projection in plan.Map.Projections.Where(projection => adapted.Contains(projection.Path)))
        {
            if (projection.Slot.Adapter is null)
            {
                projection.Slot.Adapter = LowRankAdapter.Create((LowRankTuning)plan.Strategy.Method, projection.Linear.weight, generator);
                created.Add(projection);
            }

            projection.Slot.Adapter.Follow(projection.Linear.weight);
            projection.Slot.Adapter.InSession = true;
            (projection.Slot as HookedSlot)?.Forget();
            all.Add((projection, projection.Slot.Adapter, projection.Linear.weight));
        }
    }
}
