namespace AttnGen.Training.Tests.Support;

/// <summary>Writes down what it is told.</summary>
internal sealed class Listener : ITrainingCallback
{
    public List<string> Told { get; } = [];

    public List<StepReport> Steps { get; } = [];

    public Action<StepReport>? AtStep { get; init; }

    public Action<TrainingFailure>? AtFailure { get; init; }

    public void OnStart(TrainingStart start) => Told.Add($"start {start.Step}/{start.TotalSteps}");

    public void OnStep(StepReport step)
    {
        Told.Add($"step {step.Step}");
        Steps.Add(step);
        AtStep?.Invoke(step);
    }

    public void OnEvaluation(EvaluationReport evaluation) => Told.Add($"evaluation {evaluation.Step}");

    public void OnEpochEnd(EpochReport epoch) => Told.Add($"epoch {epoch.Epoch} {epoch.Step}");

    public void OnEnd(TrainingOutcome outcome) => Told.Add($"end {outcome.Step} {outcome.Completed}");

    public void OnFailure(TrainingFailure failure)
    {
        Told.Add($"failure {failure.Step} {failure.Exception.GetType().Name}");
        AtFailure?.Invoke(failure);
    }
}
