namespace AttnGen.Training;

/// <summary>A base learning rate that was tried, and what its runs gave.</summary>
/// <param name="LearningRate">The base learning rate.</param>
/// <param name="Mean">The mean score of the runs that have one; null where none has.</param>
/// <param name="Scores">How many runs have a score.</param>
/// <param name="Runs">How many runs there are, those that diverged included.</param>
/// <param name="LearnedNothing">How many of those with a score learned nothing (<see cref="SweepResult.LearnedNothing"/>).</param>
public sealed record RateCandidate(double LearningRate, double? Mean, int Scores, int Runs, int LearnedNothing = 0);
