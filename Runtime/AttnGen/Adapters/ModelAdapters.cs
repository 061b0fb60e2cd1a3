using AttnGen.CompilerServices;
using AttnGen.Mapping;
using TorchSharp;
using TorchSharp.Modules;

namespace AttnGen.Adapters;

/// <summary>What can be done with a model's adapters outside a session, by the model and its description.</summary>
internal static class ModelAdapters
{
    public static void Remove(torch.nn.Module model, ITunableModule description)
    {
        RefuseInSession(model, "RemoveAdapter");
        Adapted(ModuleMap.Of(description)).ForEach(TakeOff);
    }

    public static void Merge(torch.nn.Module model, ITunableModule description)
    {
        RefuseInSession(model, "Merge");
        var map = ModuleMap.Of(description);
        var adapted = Adapted(map);
        MapValidation.CheckMerge(map, adapted.SelectMany(Written).ToHashSet(StringComparer.Ordinal));
        using var _ = torch.no_grad();
        foreach (var projection in adapted)
        {
            Merge(projection);
            TakeOff(projection);
        }
    }

    public static void Save(torch.nn.Module model, ITunableModule description, string directory, string? baseModel, string? taskType)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(directory);
        PeftAdapterFile.Save(model, ModuleMap.Of(description), directory, baseModel, taskType);
    }

    public static void Load(torch.nn.Module model, ITunableModule description, string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        RefuseInSession(model, "LoadAdapter");
        PeftAdapterFile.Load(ModuleMap.Of(description), directory);
    }

    private static void Merge(MappedProjection projection)
    {
        var (linear, adapter) = (projection.Linear, projection.Slot.Adapter!);
        adapter.Follow(linear.weight);
        using var merged = adapter.Merged(linear.weight);
        if (!IsWidened(projection))
        {
            linear.weight.copy_(merged);
            return;
        }

        linear.weight = Wide(merged, linear.weight.requires_grad);
        if (linear.bias is { } bias)
        {
            linear.bias = Wide(bias, bias.requires_grad);
        }
    }

    /// <summary>
    /// Whether the weight becomes float32: half precision would round away the small changes that were learned. A model without a generated part multiplies by its
    /// weights itself, and needs them in the precision of its inputs.
    /// </summary>
    private static bool IsWidened(MappedProjection projection) => projection.Slot is not HookedSlot && Adapter.ElementType(projection.Linear.weight.dtype) != projection.Linear.weight.dtype;

    private static IEnumerable<string> Written(MappedProjection projection) =>
        projection.Parameters.Where(mapped => mapped.IsMatrix || IsWidened(projection)).Select(mapped => mapped.Path);

    private static Parameter Wide(torch.Tensor value, bool isTrainable)
    {
        var parameter = new Parameter(value.to(torch.ScalarType.Float32, copy: true), isTrainable);
        parameter.DetachFromDisposeScope();
        return parameter;
    }

    private static void TakeOff(MappedProjection projection)
    {
        var adapter = projection.Slot.Adapter!;
        projection.Slot.Adapter = null;
        adapter.Dispose();
    }

    /// <summary>The projections with an adapter; one that two paths reach is there once.</summary>
    private static List<MappedProjection> Adapted(ModuleMap map) => [.. map.AllProjections.Where(projection => projection.Slot.Adapter is not null).DistinctBy(projection => projection.Slot)];

    private static void RefuseInSession(torch.nn.Module model, string operation)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (SessionRegistry.Has(model))
        {
            throw new TuningException($"{model.GetType().Name} takes part in a session. Dispose it before {operation}().");
        }
    }
}
