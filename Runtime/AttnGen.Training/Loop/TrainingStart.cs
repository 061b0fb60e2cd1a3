namespace AttnGen.Training;

/// <summary>The beginning of a run.</summary>
/// <param name="Step">How many steps were taken before it; 0 unless it resumes another.</param>
/// <param name="TotalSteps">The number of the step that ends it.</param>
/// <param name="Epochs">The number of epochs.</param>
/// <param name="Rates">The rates of the groups that the first step will use.</param>
public sealed record TrainingStart(long Step, long TotalSteps, int Epochs, IReadOnlyList<GroupRate> Rates);
