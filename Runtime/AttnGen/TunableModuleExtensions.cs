using AttnGen.Adapters;
using AttnGen.CompilerServices;
using AttnGen.Mapping;
using TorchSharp;

namespace AttnGen;

/// <summary>What can be done with a tunable model.</summary>
public static class TunableModuleExtensions
{
    /// <summary>Begins a session of a strategy chosen at run time.</summary>
    /// <typeparam name="TModel">The model class.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="strategy">The strategy.</param>
    /// <param name="options">The numbers; the defaults for null.</param>
    /// <exception cref="TuningException">Model and strategy do not fit, or the model has a session. The model is as it was before.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static TuningSession BeginTuning<TModel>(this TModel model, TuneStrategy<TModel> strategy, TuningOptions? options = null)
        where TModel : torch.nn.Module, ITunableModule => TuningSession.Begin(model, strategy, options);

    /// <summary>Takes the adapters off; the projections are as they were before.</summary>
    /// <param name="model">The model; may have no adapters.</param>
    /// <exception cref="TuningException">The model has a session.</exception>
    public static void RemoveAdapter<TModel>(this TModel model)
        where TModel : torch.nn.Module, ITunableModule
    {
        foreach (var projection in Adapted(model, nameof(RemoveAdapter)))
        {
            projection.Slot.Adapter!.Dispose();
            projection.Slot.Adapter = null;
        }
    }

    /// <summary>Adds what the adapters learned to the projections' own weights (<c>W + (alpha / rank) B A</c>) and takes the adapters off.</summary>
    /// <param name="model">The model; may have no adapters.</param>
    /// <exception cref="TuningException">The model has a session.</exception>
    public static void Merge<TModel>(this TModel model)
        where TModel : torch.nn.Module, ITunableModule
    {
        using var _ = torch.no_grad();
        foreach (var projection in Adapted(model, nameof(Merge)))
        {
            using var update = projection.Slot.Adapter!.WeightUpdate();
            var weight = projection.Linear.weight;
            using var exact = weight.to(update.dtype);
            using var merged = exact.add(update);
            weight.copy_(merged);
            projection.Slot.Adapter.Dispose();
            projection.Slot.Adapter = null;
        }
    }

    private static List<MappedProjection> Adapted(torch.nn.Module model, string operation)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (SessionRegistry.Has(model))
        {
            throw new TuningException($"{model.GetType().Name} takes part in a session. Dispose it before {operation}().");
        }

        return [.. ModuleMap.Of((ITunableModule)model).Projections.Where(projection => projection.Slot.Adapter is not null)];
    }
}
