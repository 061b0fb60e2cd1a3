namespace AttnGen.Training;

/// <summary>What the runs at one base learning rate gave.</summary>
/// <param name="Rate">The rate.</param>
/// <param name="Scores">Their scores.</param>
/// <param name="LearnedNothing">How many of those with a score learned nothing.</param>
/// <param name="TrainingLoss">The mean of their training losses.</param>
internal sealed record TriedRate(double Rate, SeedScores Scores, int LearnedNothing, double TrainingLoss)
{
    public static TriedRate Of(double rate, IReadOnlyList<SweepResult> runs, Func<string, string> metric)
    {
        SeedScores scores = SeedScores.Of("The choice of a rate", runs, metric);
        return new TriedRate(rate, scores, runs.Count(run => run.LearnedNothing && scores.BySeed.ContainsKey(run.Seed)), runs.Average(run => run.TrainingLoss));
    }
}
