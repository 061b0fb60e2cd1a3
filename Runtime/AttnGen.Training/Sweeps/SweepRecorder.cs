using System.Text.Json.Nodes;

namespace AttnGen.Training;

/// <summary>Records a cell's run for its result. One of the callbacks of the cell's <see cref="TrainingLoop"/>.</summary>
/// <param name="cell">The cell.</param>
/// <param name="session">The session that trains it.</param>
public sealed class SweepRecorder(SweepCell cell, TuningSession session) : ITrainingCallback
{
    private readonly List<EvaluationReport> evaluations = [];
    private readonly List<double> seconds = [];
    private readonly long began = System.Diagnostics.Stopwatch.GetTimestamp();
    private MeanLoss epoch = new();
    private double loss = double.NaN;

    /// <inheritdoc/>
    public void OnStep(StepReport step)
    {
        ArgumentNullException.ThrowIfNull(step);
        seconds.Add(step.Seconds);
        epoch.Add(step.Loss, step.Examples);
        loss = epoch.Value;
    }

    /// <inheritdoc/>
    public void OnEpochEnd(EpochReport epoch) => this.epoch = new MeanLoss();

    /// <inheritdoc/>
    public void OnEvaluation(EvaluationReport evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        evaluations.Add(evaluation);
    }

    /// <summary>The cell's result.</summary>
    /// <param name="settings">The settings that are the same in all cells; none for null.</param>
    /// <param name="divergence">What stopped the run, a <see cref="DivergenceException"/> or a <see cref="NonFiniteException"/>; null where it ran to its end.</param>
    public SweepResult Result(JsonObject? settings = null, TuningException? divergence = null) => new()
    {
        Id = cell.Id,
        Task = cell.Task,
        Strategy = cell.Strategy.Description,
        StrategyHash = cell.Strategy.Hash,
        Targets = string.Concat(cell.Strategy.Roles.Select(role => role.Matrix).Distinct()),
        Method = cell.Strategy.Method.Name,
        Rank = (cell.Strategy.Method as LowRankTuning)?.Rank,
        ValueLrScale = ValueLrScale(),
        LearningRate = cell.LearningRate,
        Seed = cell.Seed,
        Status = divergence is null ? SweepStatus.Finished : SweepStatus.Diverged,
        Reason = divergence?.Message,
        Metrics = evaluations is [.., var last] ? last.Result.Metrics : new SortedDictionary<string, double>(StringComparer.Ordinal),
        Parameters = session.Groups.ToDictionary(group => group.Name, group => group.ParameterCount, StringComparer.Ordinal),
        ProjectionBytes = session.Footprint.ProjectionBytes,
        OptimizerBytes = session.Footprint.OptimizerBytes,
        Steps = session.StepCount,
        TrainingLoss = loss,
        Evaluations = [.. evaluations],
        Settings = settings ?? [],
        Versions = RunVersions.Current(),
        Seconds = System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalSeconds,
        SecondsPerStep = Median(),
        PeakMemoryBytes = PeakMemory.Bytes(),
    };

    private double? ValueLrScale() => cell.Strategy.Roles.Where(role => role.Matrix == Matrix.V).Select(role => role.LrScale).Distinct().ToArray() switch
    {
        [] => 1,
        [var one] => one,
        _ => null,
    };

    private double Median() => seconds.Count == 0 ? 0 : seconds.Order().ElementAt(seconds.Count / 2);
}
