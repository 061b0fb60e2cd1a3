using AttnGen.Adapters;
using AttnGen.CompilerServices;
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

    /// <summary>What a strategy would store for a model, in bytes, and its bound by Theorem 1; nothing is allocated and nothing changed.</summary>
    /// <typeparam name="TModel">The model class.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="strategy">The strategy.</param>
    /// <param name="options">The session's numbers; the defaults for null.</param>
    /// <exception cref="TuningException">Model and strategy do not fit.</exception>
    public static StrategyFootprint Footprint<TModel>(this TModel model, TuneStrategy<TModel> strategy, TuningOptions? options = null)
        where TModel : torch.nn.Module, ITunableModule
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(strategy);
        return StrategyFootprint.Of(TuningPlan.Create(model, model, strategy), options?.MasterWeights ?? false);
    }

    /// <summary>Takes the adapters off, also within members that are frozen or heads; the projections are as they were before.</summary>
    /// <param name="model">The model; may have no adapters.</param>
    /// <exception cref="TuningException">The model has a session.</exception>
    public static void RemoveAdapter<TModel>(this TModel model)
        where TModel : torch.nn.Module, ITunableModule => ModelAdapters.Remove(model, model);

    /// <summary>Adds what the adapters learned to the projections' own weights (<c>W + (alpha / rank) B A</c>) and takes the adapters off, also within members that are frozen or heads.</summary>
    /// <remarks>
    /// A projection in half precision becomes float32, weight and bias: half precision would round small changes away. The generated <c>Project</c> takes inputs of either. A model that
    /// <c>[assembly: TuneModel&lt;T&gt;]</c> declares multiplies by its weights itself: there the weight keeps its element type, and the sum is rounded to it.
    /// </remarks>
    /// <param name="model">The model; may have no adapters.</param>
    /// <exception cref="TuningException">The model has a session, or another path shares the storage of a weight that would be written to. Nothing was merged.</exception>
    public static void Merge<TModel>(this TModel model)
        where TModel : torch.nn.Module, ITunableModule => ModelAdapters.Merge(model, model);

    /// <summary>
    /// Saves adapters and head (its buffers too) as the directory that Python's PEFT loads: <c>adapter_config.json</c> and <c>adapter_model.safetensors</c>.
    /// The paths in it are the model's own, so that PEFT finds them where the registered names are those of the Python model. Adapters within members that are frozen are saved and loaded
    /// with these members, and are not in it.
    /// </summary>
    /// <param name="model">The model, in a session or not.</param>
    /// <param name="directory">The directory; made if it is not there.</param>
    /// <param name="baseModel">The base model's name or path, for the configuration.</param>
    /// <param name="taskType">PEFT's task type, for example <c>SEQ_CLS</c>.</param>
    /// <exception cref="TuningException">The model has no adapters.</exception>
    /// <exception cref="IOException">A file could not be written; an adapter that was there is untouched, unless only the last of the renames failed: then the configuration is missing, and nothing can be loaded.</exception>
    public static void SaveAdapter<TModel>(this TModel model, string directory, string? baseModel = null, string? taskType = null)
        where TModel : torch.nn.Module, ITunableModule => ModelAdapters.Save(model, model, directory, baseModel, taskType);

    /// <summary>Puts adapters that <see cref="SaveAdapter"/> or Python's PEFT saved on the model, and the saved head into its head.</summary>
    /// <param name="model">The model, without a session.</param>
    /// <param name="directory">The directory.</param>
    /// <exception cref="AdapterFormatException">The directory does not fit the model; the message lists all that does not. Nothing was changed.</exception>
    /// <exception cref="Safetensors.SafetensorsException">The weights file is damaged.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="TuningException">The model has a session.</exception>
    public static void LoadAdapter<TModel>(this TModel model, string directory)
        where TModel : torch.nn.Module, ITunableModule => ModelAdapters.Load(model, model, directory);
}
