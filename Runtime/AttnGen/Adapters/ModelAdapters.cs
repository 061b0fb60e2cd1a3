using AttnGen.CompilerServices;
using AttnGen.Mapping;
using TorchSharp;

namespace AttnGen.Adapters;

/// <summary>What can be done with a model's adapters outside a session, by the model and its description.</summary>
internal static class ModelAdapters
{
    public static void Remove(torch.nn.Module model, ITunableModule description)
    {
        foreach (var projection in Adapted(model, description, "RemoveAdapter"))
        {
            TakeOff(projection);
        }
    }

    public static void Merge(torch.nn.Module model, ITunableModule description)
    {
        using var _ = torch.no_grad();
        foreach (var projection in Adapted(model, description, "Merge"))
        {
            var weight = projection.Linear.weight;
            using var merged = projection.Slot.Adapter!.Merged(weight);
            weight.copy_(merged);
            TakeOff(projection);
        }
    }

    public static void Save(ITunableModule description, string directory, string? baseModel, string? taskType)
    {
        ArgumentNullException.ThrowIfNull(description, "model");
        ArgumentException.ThrowIfNullOrEmpty(directory);
        PeftAdapterFile.Save(ModuleMap.Of(description), directory, baseModel, taskType);
    }

    public static void Load(torch.nn.Module model, ITunableModule description, string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        RefuseInSession(model, "LoadAdapter");
        PeftAdapterFile.Load(ModuleMap.Of(description), directory);
    }

    private static void TakeOff(MappedProjection projection)
    {
        var adapter = projection.Slot.Adapter!;
        projection.Slot.Adapter = null;
        adapter.Dispose();
    }

    private static List<MappedProjection> Adapted(torch.nn.Module model, ITunableModule description, string operation)
    {
        RefuseInSession(model, operation);
        return [.. ModuleMap.Of(description).Projections.Where(projection => projection.Slot.Adapter is not null)];
    }

    private static void RefuseInSession(torch.nn.Module model, string operation)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (SessionRegistry.Has(model))
        {
            throw new TuningException($"{model.GetType().Name} takes part in a session. Dispose it before {operation}().");
        }
    }
}
