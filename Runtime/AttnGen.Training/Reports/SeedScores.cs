namespace AttnGen.Training;

/// <summary>The scores of runs that differ in nothing but the seed.</summary>
/// <param name="BySeed">The score of each seed whose run ended with one, in the seeds' order.</param>
/// <param name="Diverged">How many runs diverged; what they had reached before does not count.</param>
/// <param name="Undefined">How many runs ended without a score, because the metric is undefined for what the model gave.</param>
internal sealed record SeedScores(IReadOnlyDictionary<long, double> BySeed, int Diverged, int Undefined)
{
    /// <summary>How many runs there are.</summary>
    public int Runs => BySeed.Count + Diverged + Undefined;

    /// <summary>Whether there are runs and each has a score.</summary>
    public bool IsWhole => BySeed.Count > 0 && BySeed.Count == Runs;

    /// <summary>The mean, or null without a score.</summary>
    public double? Mean => BySeed.Count == 0 ? null : BySeed.Values.Average();

    /// <summary>The sample deviation, or null of less than two scores.</summary>
    public double? Deviation => BySeed.Count < 2 ? null : Math.Sqrt(BySeed.Values.Sum(score => (score - Mean!.Value) * (score - Mean!.Value)) / (BySeed.Count - 1));

    /// <summary>Gathers scores.</summary>
    /// <param name="where">Where they stand in the report, for messages.</param>
    /// <param name="results">The runs.</param>
    /// <param name="metric">The metric of a task.</param>
    /// <exception cref="InvalidDataException">A run lacks the metric, or a seed is there twice.</exception>
    public static SeedScores Of(string where, IEnumerable<SweepResult> results, Func<string, string> metric)
    {
        SweepResult[] runs = [.. OncePerSeed(where, results)];
        SweepResult[] finished = [.. runs.Where(run => run.Status == SweepStatus.Finished)];
        SortedDictionary<long, double> scores = new(finished.ToDictionary(run => run.Seed, run => ReportedMetric.Of(run, metric)).Where(score => double.IsFinite(score.Value)).ToDictionary());
        return new SeedScores(scores, runs.Length - finished.Length, finished.Length - scores.Count);
    }

    /// <summary>The runs in the seeds' order.</summary>
    /// <exception cref="InvalidDataException">A seed is there twice.</exception>
    public static IEnumerable<SweepResult> OncePerSeed(string where, IEnumerable<SweepResult> results)
    {
        SweepResult[] runs = [.. results.OrderBy(result => result.Seed)];
        for (int i = 1; i < runs.Length; i++)
        {
            if (runs[i].Seed == runs[i - 1].Seed)
            {
                throw new InvalidDataException($"{where}: {ReportedMetric.Describe(runs[i - 1])} and {ReportedMetric.Describe(runs[i])} have one seed. "
                    + "A mean is over seeds alone: choose one rate and one strategy, or give each a row of its own.");
            }
        }

        return runs;
    }

    /// <summary>What there is to say beside a mean.</summary>
    public SeedScoreCounts Counts => new(BySeed.Count, Diverged, Undefined);
}
