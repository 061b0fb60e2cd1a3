using System.ComponentModel;
using AttnGen.Adapters;
using AttnGen.Mapping;
using TorchSharp;
using TorchSharp.Modules;

namespace AttnGen.CompilerServices;

/// <summary>What <see cref="TuneModelAttribute{TModel}"/> declares of a model class of another assembly. Generated code holds one a class, and sends everything through it.</summary>
/// <typeparam name="TModel">The model class.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ForeignModel<TModel>
    where TModel : torch.nn.Module
{
    private readonly List<ForeignProjection> projections = [];
    private string? head;

    /// <summary>Says where the projections of a role are.</summary>
    /// <param name="role">The one role.</param>
    /// <param name="path">Their paths.</param>
    public ForeignModel<TModel> Projection(Matrix role, string path) => Add(ForeignProjection.At(role, path));

    /// <summary>Says which member of an attention layer is a projection.</summary>
    /// <typeparam name="TLayer">The layer's class.</typeparam>
    /// <param name="role">The one role.</param>
    /// <param name="member">The member's name, for messages.</param>
    /// <param name="read">Reads it.</param>
    public ForeignModel<TModel> Projection<TLayer>(Matrix role, string member, Func<TLayer, Linear?> read)
        where TLayer : torch.nn.Module => Add(ForeignProjection.In(role, member, read));

    /// <summary>Says where the heads are.</summary>
    /// <param name="path">Their paths.</param>
    public ForeignModel<TModel> Head(string path)
    {
        _ = ForeignProjection.Parse(path);
        head = path;
        return this;
    }

    /// <inheritdoc cref="TunableModuleExtensions.BeginTuning"/>
    public TuningSession BeginTuning(TModel model, TuneStrategy<TModel> strategy, TuningOptions? options) => TuningSession.Begin(model, Describe(model), strategy, options);

    /// <summary>The same, with groups that are properties.</summary>
    /// <typeparam name="TGroups">The generated groups.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="strategy">The strategy.</param>
    /// <param name="options">The numbers; the defaults for null.</param>
    /// <param name="groups">Makes the typed groups.</param>
    /// <exception cref="TuningException">Model and strategy do not fit, or the model has a session. The model is as it was before.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public TuningSession<TGroups> BeginTuning<TGroups>(TModel model, TuneStrategy<TModel> strategy, TuningOptions? options, Func<TuningGroups, TGroups> groups) =>
        TuningSession.Begin(model, Describe(model), strategy, options, groups);

    /// <inheritdoc cref="TunableModuleExtensions.RemoveAdapter"/>
    public void RemoveAdapter(TModel model) => ModelAdapters.Remove(model, Describe(model));

    /// <inheritdoc cref="TunableModuleExtensions.Merge"/>
    public void Merge(TModel model) => ModelAdapters.Merge(model, Describe(model));

    /// <inheritdoc cref="TunableModuleExtensions.SaveAdapter"/>
    public void SaveAdapter(TModel model, string directory, string? baseModel, string? taskType) => ModelAdapters.Save(model, Describe(model), directory, baseModel, taskType);

    /// <inheritdoc cref="TunableModuleExtensions.LoadAdapter"/>
    public void LoadAdapter(TModel model, string directory) => ModelAdapters.Load(model, Describe(model), directory);

    internal ForeignModule Describe(TModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new ForeignModule(model, projections, head is null ? null : ForeignProjection.Parse(head), head);
    }

    private ForeignModel<TModel> Add(ForeignProjection projection)
    {
        projections.Add(projection);
        return this;
    }
}
