using System.Text.Json.Nodes;

namespace AttnGen.Training;

/// <summary>Keeps what a <see cref="TrainingLoop"/> tells, and makes a report of it. A loop of one's own can call its methods as well.</summary>
/// <param name="name">What the run is called.</param>
public sealed class RunRecorder(string name) : ITrainingCallback
{
    private readonly List<StepReport> steps = [];
    private readonly List<EvaluationReport> evaluations = [];
    private readonly DateTimeOffset started = DateTimeOffset.UtcNow;
    private readonly long began = System.Diagnostics.Stopwatch.GetTimestamp();
    private TrainingOutcome? outcome;

    /// <summary>The steps so far.</summary>
    public IReadOnlyList<StepReport> Steps => steps;

    /// <summary>The evaluations so far.</summary>
    public IReadOnlyList<EvaluationReport> Evaluations => evaluations;

    /// <inheritdoc/>
    public void OnStep(StepReport step) => steps.Add(step);

    /// <inheritdoc/>
    public void OnEvaluation(EvaluationReport evaluation) => evaluations.Add(evaluation);

    /// <inheritdoc/>
    public void OnEnd(TrainingOutcome outcome) => this.outcome = outcome;

    /// <summary>The report of what was recorded so far, with this process's versions and peak memory.</summary>
    /// <param name="settings">The settings, as the program names them; copied.</param>
    /// <param name="seeds">The seeds by what they decide.</param>
    /// <param name="results">What came out in the end, as the program names it; copied.</param>
    public TrainingReport Report(JsonObject? settings = null, IReadOnlyDictionary<string, long>? seeds = null, JsonObject? results = null) => new()
    {
        Name = name,
        Started = started,
        Seconds = outcome?.Seconds ?? System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalSeconds,
        Completed = outcome?.Completed ?? false,
        Versions = RunVersions.Current(),
        PeakMemoryBytes = PeakMemory.Bytes(),
        Seeds = new SortedDictionary<string, long>(seeds?.ToDictionary() ?? [], StringComparer.Ordinal),
        Settings = settings is null ? [] : settings.DeepClone().AsObject(),
        Results = results is null ? [] : results.DeepClone().AsObject(),
        Evaluations = [.. evaluations],
        Steps = [.. steps],
    };
}
