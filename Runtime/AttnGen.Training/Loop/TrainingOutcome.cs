namespace AttnGen.Training;

/// <summary>How a run ended.</summary>
/// <param name="Completed">False where the cancellation ended it early.</param>
/// <param name="Step">The number of the last step, counted from 1, also over resumed runs.</param>
/// <param name="Examples">On how many examples this run trained, repetitions counted.</param>
/// <param name="Loss">The mean loss of the last epoch that this run trained on; <see cref="double.NaN"/> where it took no step.</param>
/// <param name="Seconds">How long it took, evaluations included.</param>
/// <param name="Position">The place of the next batch: what a resumed run starts from.</param>
/// <param name="LastEvaluation">The last evaluation, if there was one.</param>
public sealed record TrainingOutcome(
    bool Completed, long Step, long Examples, double Loss, double Seconds, SamplerState Position, EvaluationReport? LastEvaluation)
{
    /// <summary>How much of <see cref="Seconds"/> its steps waited for their batches.</summary>
    public double WaitSeconds { get; init; }
}
