namespace AttnGen.Training;

/// <summary>An evaluation during a run.</summary>
/// <param name="Step">After how many steps.</param>
/// <param name="Epoch">In which epoch, counted from 0.</param>
/// <param name="Result">What it found.</param>
public sealed record EvaluationReport(long Step, int Epoch, EvaluationResult Result);
