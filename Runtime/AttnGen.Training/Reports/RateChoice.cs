namespace AttnGen.Training;

/// <summary>
/// Which base learning rate a strategy gets on a task: the one with the highest mean score over seeds; of equal ones the lowest. A rate can be chosen only if none of its runs diverged or is
/// without a score, and if it was tried with every seed that any rate was tried with. One of whose runs learned nothing is chosen only where that is so of each, and then by the lowest
/// training loss, as the scores are luck. Choose on data that the final score is not measured on.
/// </summary>
/// <param name="Candidates">The rates that were tried, ascending.</param>
/// <param name="Chosen">The rate; null where none can be chosen.</param>
public sealed record RateChoice(IReadOnlyList<RateCandidate> Candidates, double? Chosen)
{
    /// <summary>Whether the chosen rate is the lowest or the highest of several: a better one may lie beyond.</summary>
    public bool IsAtEdge => Candidates.Count > 1 && Chosen is { } chosen && (chosen == Candidates[0].LearningRate || chosen == Candidates[^1].LearningRate);

    /// <summary>Chooses.</summary>
    /// <param name="results">Runs of one strategy on one task, at several rates and seeds; none give no candidates.</param>
    /// <param name="metric">The metric that a task is reported by, as results name it. More is better.</param>
    /// <exception cref="InvalidDataException">The results are of several strategies or tasks, one lacks the metric, or a rate has a seed twice; the message says which.</exception>
    public static RateChoice Of(IReadOnlyList<SweepResult> results, Func<string, string> metric)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(metric);
        if (results.FirstOrDefault(result => (result.Task, result.Strategy) != (results[0].Task, results[0].Strategy)) is { } other)
        {
            throw new InvalidDataException($"A rate is chosen for one strategy on one task, but there are {ReportedMetric.Describe(results[0])} and {ReportedMetric.Describe(other)}. Choose for each by itself.");
        }

        int seeds = results.Select(result => result.Seed).Distinct().Count();
        TriedRate[] tried = [.. results.GroupBy(result => result.LearningRate).OrderBy(rate => rate.Key).Select(rate => TriedRate.Of(rate.Key, [.. rate], metric))];
        TriedRate[] whole = [.. tried.Where(each => each.Scores.IsWhole && each.Scores.Runs == seeds)];
        TriedRate? best = whole.Where(each => each.LearnedNothing == 0).OrderByDescending(each => each.Scores.Mean).ThenBy(each => each.Rate).FirstOrDefault()
            ?? whole.OrderBy(each => double.IsNaN(each.TrainingLoss)).ThenBy(each => each.TrainingLoss).ThenBy(each => each.Rate).FirstOrDefault();
        return new RateChoice([.. tried.Select(each => new RateCandidate(each.Rate, each.Scores.Mean, each.Scores.BySeed.Count, each.Scores.Runs, each.LearnedNothing))], best?.Rate);
    }
}
