using AttnGen.Adapters;
using AttnGen.Autograd;
using AttnGen.CompilerServices;
using AttnGen.Mapping;
using AttnGen.Products;
using AttnGen.Safetensors;
using TorchSharp;

namespace AttnGen;

/// <summary>
/// Fine-tuning of one model by one strategy. While it lasts, the parameters that the strategy names are trained, and all others are frozen.
/// The training loop stays the caller's own: run the model, call <c>backward()</c>, call <see cref="Step()"/>.
/// Disposing it releases the optimizer's state and restores <c>requires_grad</c>; adapters stay active.
/// </summary>
public class TuningSession : IDisposable
{
    private readonly SessionParts parts;
    private readonly FlatOptimizer optimizer;
    private bool disposed;
    private bool isReached;

    private protected TuningSession(SessionParts parts)
    {
        this.parts = parts;
        optimizer = new FlatOptimizer(parts.Groups, parts.Options);
        Groups = new TuningGroups([.. parts.Groups.Select(group =>
            new TuningGroup(group.Plan, group.Parameters, parts.Options, () => Options.Schedule.Factor(StepCount)))]);
    }

    /// <summary>The groups of the strategy, by role.</summary>
    public TuningGroups Groups { get; }

    /// <summary>The strategy.</summary>
    public TuneStrategy Strategy => parts.Plan.Strategy;

    /// <summary>The numbers of the session.</summary>
    public TuningOptions Options => parts.Options;

    /// <summary>What the strategy stores, in bytes.</summary>
    public StrategyFootprint Footprint => StrategyFootprint.Of(parts.Plan, Options.MasterWeights);

    /// <summary>The updates made so far.</summary>
    public long StepCount { get; internal set; }

    /// <summary>The global L2 norm of the gradients of the last <see cref="Step()"/>, before clipping.</summary>
    public double LastGradientNorm { get; private set; }

    /// <summary>Trained elements.</summary>
    public long TrainableCount => Groups.Sum(group => group.ParameterCount);

    internal IReadOnlyList<FlatSegment> Segments => optimizer.Segments;

    internal torch.nn.Module Model => parts.Model;

    internal TuningPlan Plan => parts.Plan;

    internal WeightCopies Copies => parts.Copies;

    internal string KernelName => optimizer.Name;

    /// <summary>Begins a session whose groups are properties; generated code calls it.</summary>
    /// <typeparam name="TModel">The model class.</typeparam>
    /// <typeparam name="TGroups">The generated groups.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="strategy">The strategy.</param>
    /// <param name="options">The numbers; the defaults for null.</param>
    /// <param name="groups">Makes the typed groups.</param>
    /// <exception cref="TuningException">Model and strategy do not fit, or the model has a session. The model is as it was before.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static TuningSession<TGroups> Begin<TModel, TGroups>(TModel model, TuneStrategy<TModel> strategy, TuningOptions? options, Func<TuningGroups, TGroups> groups)
        where TModel : torch.nn.Module, ITunableModule
    {
        ArgumentNullException.ThrowIfNull(model);
        return Begin(model, model, strategy, options, groups);
    }

    internal static TuningSession Begin<TModel>(TModel model, TuneStrategy<TModel> strategy, TuningOptions? options)
        where TModel : torch.nn.Module, ITunableModule
    {
        ArgumentNullException.ThrowIfNull(model);
        return Begin(model, model, strategy, options);
    }

    internal static TuningSession Begin(torch.nn.Module model, ITunableModule description, TuneStrategy strategy, TuningOptions? options) =>
        new(SessionParts.Assemble(model, description, strategy, options));

    internal static TuningSession<TGroups> Begin<TGroups>(torch.nn.Module model, ITunableModule description, TuneStrategy strategy, TuningOptions? options, Func<TuningGroups, TGroups> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        return new TuningSession<TGroups>(SessionParts.Assemble(model, description, strategy, options), groups);
    }

    /// <summary>
    /// Updates every group by AdamW at its own rate: checks that the gradients are finite, clips their global norm, updates, moves the schedule on
    /// and zeroes the gradients.
    /// </summary>
    /// <remarks>A graph that was recorded before a step must not be run backward after it (<c>retain_graph</c>): its states are those of the old weights, and nothing notices.</remarks>
    /// <exception cref="NonFiniteException">A gradient is NaN or infinite; the message names the parameter. Nothing is updated, and the gradients are zeroed.</exception>
    /// <exception cref="TuningException">A parameter was moved or replaced since the session began, and the message names it; or the schedule's factor is negative or not finite. Nothing is updated.</exception>
    /// <exception cref="ObjectDisposedException">The session has ended.</exception>
    public void Step()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        var began = SessionMeter.Begin();
        CheckIntact();
        CheckReached();
        CheckBackward();
        var factor = CheckedFactor();
        optimizer.CollectGradients();
        var norm = optimizer.GradientNorm();
        if (!double.IsFinite(norm))
        {
            var culprit = optimizer.FindNonFinite();
            optimizer.ZeroGradients();
            throw NonFiniteException.At(this, $"The gradient of '{culprit.Path}' is not finite", BackwardFailure.TakeLatest());
        }

        LastGradientNorm = norm;
        var clip = Options.MaxGradientNorm is { } limit && norm > limit ? limit / (norm + 1e-6) : 1;
        optimizer.Update(factor, clip);
        StepCount++;
        SessionMeter.Updated(began, this, factor);
    }

    /// <summary>The same, after a check that the loss is finite.</summary>
    /// <param name="loss">The loss whose <c>backward()</c> was called; one element.</param>
    /// <exception cref="NonFiniteException">The loss, or a gradient, is NaN or infinite. Nothing is updated, and the gradients are zeroed.</exception>
    /// <exception cref="TuningException">A parameter was moved or replaced since the session began, and the message names it; or the schedule's factor is negative or not finite. Nothing is updated.</exception>
    /// <exception cref="ObjectDisposedException">The session has ended.</exception>
    public void Step(torch.Tensor loss)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        ArgumentNullException.ThrowIfNull(loss);
        using var scalar = loss.detach().to(torch.ScalarType.Float64);
        var value = scalar.item<double>();
        SessionMeter.Loss(value);
        if (!double.IsFinite(value))
        {
            optimizer.DropGradients();
            // What failed in the pass of such a loss is no cause of a later one.
            _ = BackwardFailure.TakeLatest();
            throw NonFiniteException.At(this, FormattableString.Invariant($"The loss is {value}"));
        }

        Step();
    }

    /// <summary>
    /// What is trained and what is not: a line for each parameter with role, path, shape, method, rate and count, and the totals; then a line for each
    /// number with where it comes from: an attribute, a file's line, a default, or the program (<c>argument</c>).
    /// </summary>
    public string Explain() => Explanation.Of(this);

    /// <inheritdoc cref="TunableModuleExtensions.SaveAdapter"/>
    public void SaveAdapter(string directory, string? baseModel = null, string? taskType = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        PeftAdapterFile.Save(Model, Plan.Map, directory, baseModel, taskType);
    }

    /// <summary>
    /// Saves where the run is: trained parameters, the head's buffers, optimizer state by parameter path, gradients that were accumulated since the last step, step, and the state of TorchSharp's default CPU generator.
    /// One safetensors file, written whole or not at all. On the CPU, a run continued from it is the same bit for bit.
    /// (A CUDA generator's state cannot be read: seed it for each step where dropout on the GPU must repeat. Buffers outside of heads are not in it: where training changes one, the running mean of an
    /// encoder's batch norm, call <c>eval()</c> on its module, or save it beside the state.)
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="samplerState">The caller's position in the data; given back by <see cref="LoadState"/>.</param>
    /// <exception cref="IOException">The file could not be written; one that was there is untouched.</exception>
    public void SaveState(string path, string? samplerState = null)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        RunStateFile.Save(this, path, samplerState);
    }

    /// <summary>Continues a run from its saved state, in a session of the same strategy and options on the same model.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="RunStateException">It is the state of another strategy, model or configuration; the message lists what differs. Nothing was changed.</exception>
    /// <exception cref="SafetensorsException">The file is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public RunState LoadState(string path)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return RunStateFile.Load(this, path);
    }

    /// <summary>Ends the session: the optimizer's state is released, <c>requires_grad</c> is restored, adapters stay active.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the session.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> called it.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing && !disposed)
        {
            disposed = true;
            parts.Release();
        }
    }

    /// <summary>Refuses a model that was changed under the session.</summary>
    internal void CheckIntact()
    {
        var change = parts.Placement.FindChange() ?? FindReplaced();
        if (change is not null)
        {
            throw new TuningException($"The session cannot go on: {change} after it began, so that its optimizer would update what the model no longer uses. Move the model with to(...) before BeginTuning.");
        }
    }

    /// <summary>Refuses a model whose first pass went past adapters: they would never learn anything.</summary>
    private void CheckReached()
    {
        if (isReached)
        {
            return;
        }

        if (parts.Placement.FindUnreached() is { Count: > 0 } paths)
        {
            throw new TuningException(
                $"No forward pass went through the adapters of these projections, so that they would learn nothing:{MapValidation.Lines(paths)}"
                + "Their adapters are forward hooks, which run on call(...), and this model computes the projections by forward(...) or from their weights. "
                + "Tune the matrices themselves (full tuning), leave these layers out, or have the model use call(...).");
        }

        isReached = true;
    }

    /// <summary>The schedule's factor of this step; refuses one by which no parameter would be left whole.</summary>
    private double CheckedFactor()
    {
        var factor = Options.Schedule.Factor(StepCount);
        return double.IsFinite(factor) && factor >= 0
            ? factor
            : throw new TuningException(FormattableString.Invariant($"The schedule's factor is {factor} at step {StepCount}, and has to be zero or more, and finite: {Options.Schedule.InvariantText}. Nothing was updated. Correct its {nameof(Schedule.Factor)}."));
    }

    /// <summary>Refuses gradients of a pass that failed on the way.</summary>
    private void CheckBackward()
    {
        BackwardNode.ReleaseReturned();
        try
        {
            BackwardFailure.Throw();
        }
        catch
        {
            optimizer.DropGradients();
            throw;
        }
    }

    private string? FindReplaced()
    {
        foreach (var (path, parameter) in parts.OwnParameters)
        {
            if (!ReferenceEquals(Model.get_parameter(path), parameter))
            {
                return $"the parameter '{path}' was replaced (by to(...), or by assigning it)";
            }
        }

        return null;
    }
}
