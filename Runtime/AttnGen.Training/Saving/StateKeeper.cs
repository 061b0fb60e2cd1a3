using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AttnGen.Training;

/// <summary>
/// Saves where a run is, now and then and when it is stopped, so that another process goes on from there as if it had never stopped: on the CPU bit for bit, whenever
/// and however the first one ended, killed in the middle of saving included. Of buffers the heads' alone are saved: see <see cref="TuningSession.SaveState"/>.
/// </summary>
/// <remarks>While it lasts, no other process can keep the same state. A loop of one's own calls <see cref="Save"/>.</remarks>
/// <example><code>
/// using StateKeeper state = new(tuning, "out/state.safetensors", new StateKeeperOptions { EverySteps = 50 });
/// TrainingLoop loop = new(tuning, batches, loss, new TrainingLoopOptions { Start = state.Resume(), Callbacks = [state] });
/// if (loop.Run(cancellation).Completed)
/// {
///     tuning.SaveAdapter("out");
///     state.Forget();
/// }
/// </code></example>
public sealed class StateKeeper : ITrainingCallback, IDisposable
{
    private readonly TuningSession session;
    private readonly StateKeeperOptions options;
    private readonly ILogger logger;
    private readonly TimeProvider time;
    private readonly StateLock held;
    private long saved;
    private long savedStep = -1;

    /// <summary>Takes a state's place; its directory is made if it is not there. What a killed process left half written is removed.</summary>
    /// <param name="session">The session whose run it is.</param>
    /// <param name="path">The state's file. A file of the same name with <c>.lock</c> at its end stays beside it.</param>
    /// <param name="options">When to save; for null only when the run is stopped.</param>
    /// <param name="logger">Is told what was saved, resumed and forgotten.</param>
    /// <exception cref="IOException">Another process keeps this state, or the place cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The place may not be written.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public StateKeeper(TuningSession session, string path, StateKeeperOptions? options = null, ILogger? logger = null)
        : this(session, path, options, logger, TimeProvider.System)
    {
    }

    internal StateKeeper(TuningSession session, string path, StateKeeperOptions? options, ILogger? logger, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        this.session = session;
        this.options = options ?? new StateKeeperOptions();
        this.options.Check();
        this.logger = logger ?? NullLogger.Instance;
        this.time = time;
        Path = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path) ?? throw new IOException($"'{path}' is a directory, not a file."));
        held = StateLock.Take(Path);
        if (Files.AtomicFile.RemoveLeftovers(Path, TimeSpan.Zero) is > 0 and int leftovers)
        {
            this.logger.LeftoversRemoved(leftovers, Path);
        }

        saved = time.GetTimestamp();
    }

    /// <summary>The state's file, in full.</summary>
    public string Path { get; }

    /// <summary>Whether there is a state to go on from.</summary>
    public bool Exists => File.Exists(Path);

    /// <summary>Goes on from the saved state, if there is one: parameters, optimizer, step and random state are the session's afterwards.</summary>
    /// <returns>The place of the next batch, for <see cref="TrainingLoopOptions.Start"/>; null where there is no state.</returns>
    /// <exception cref="RunStateException">It is the state of another strategy, model or configuration; the message lists what differs. Nothing was changed.</exception>
    /// <exception cref="Safetensors.SafetensorsException">The file is damaged.</exception>
    /// <exception cref="InvalidDataException">It does not say where the run was in its data. Nothing was changed.</exception>
    public SamplerState? Resume()
    {
        if (!Exists)
        {
            return null;
        }

        SamplerState position = PositionOf(RunState.Read(Path));
        RunState state = session.LoadState(Path);
        savedStep = state.StepCount;
        logger.StateResumed(state.StepCount, position.Epoch, position.Position, Path);
        return position;
    }

    /// <summary>Saves the state now.</summary>
    /// <param name="next">The place of the next batch.</param>
    /// <exception cref="IOException">It could not be written; a state that was there is untouched.</exception>
    public void Save(SamplerState next)
    {
        ArgumentNullException.ThrowIfNull(next);
        long began = time.GetTimestamp();
        TrainingTelemetry.Trace("attngen.state.save", activity =>
        {
            activity?.SetTag("attngen.step", session.StepCount);
            session.SaveState(Path, next.ToJson());
            return true;
        });
        saved = time.GetTimestamp();
        savedStep = session.StepCount;
        TimeSpan took = time.GetElapsedTime(began, saved);
        TrainingTelemetry.MeasureSaving(took);
        logger.StateSaved(savedStep, Path, took.TotalMilliseconds);
    }

    /// <summary>Removes the state: a finished run has nothing to resume. Call it when the run's results are saved.</summary>
    public void Forget()
    {
        if (Exists)
        {
            File.Delete(Path);
            savedStep = -1;
            logger.StateForgotten(Path);
        }
    }

    /// <inheritdoc/>
    public void OnStart(TrainingStart start) => saved = time.GetTimestamp();

    /// <inheritdoc/>
    public void OnStep(StepReport step)
    {
        ArgumentNullException.ThrowIfNull(step);
        bool due = (options.EverySteps is { } steps && step.Step % steps == 0) || (options.Every is { } every && time.GetElapsedTime(saved) >= every);
        if (due)
        {
            Save(step.Next ?? throw new ArgumentException("The step does not say where the next batch is.", nameof(step)));
        }
    }

    /// <inheritdoc/>
    public void OnEnd(TrainingOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        // What was saved after the last step is the better state: a stopped evaluation may have used random numbers since.
        if (!outcome.Completed && outcome.Step > 0 && outcome.Step != savedStep)
        {
            Save(outcome.Position);
        }
    }

    /// <summary>Gives the place back; a state that is there stays.</summary>
    public void Dispose() => held.Dispose();

    private SamplerState PositionOf(RunState state)
    {
        try
        {
            return SamplerState.FromJson(state.SamplerState ?? throw new InvalidDataException("It has no position."));
        }
        catch (InvalidDataException fault)
        {
            throw new InvalidDataException($"'{Path}' does not say where the run was in its data, so that no loop can go on from it. Remove it to begin anew. {fault.Message}", fault);
        }
    }
}
