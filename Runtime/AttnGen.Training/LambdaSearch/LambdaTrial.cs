namespace AttnGen.Training;

/// <summary>A pair of rates that was tried.</summary>
/// <param name="LearningRate">The base rate.</param>
/// <param name="ValueLrScale">The factor on V's rate (lambda).</param>
/// <param name="Steps">How many steps each of its runs took.</param>
/// <param name="Losses">The loss on the held-out data after them by seed; infinite where the run diverged.</param>
public sealed record LambdaTrial(double LearningRate, double ValueLrScale, long Steps, IReadOnlyDictionary<long, double> Losses)
{
    /// <summary>The mean of the losses; infinite where a run diverged.</summary>
    public double MeanLoss => Losses.Values.Average();
}
