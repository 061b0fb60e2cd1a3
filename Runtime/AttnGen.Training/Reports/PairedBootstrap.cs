namespace AttnGen.Training;

/// <summary>
/// The mean of paired differences (the same seed with one strategy and with another) and how far it moves when the pairs are drawn again: the percentile bootstrap of Efron.
/// </summary>
/// <remarks>
/// The interval knows only the pairs that it was given. Of few it is too narrow, and says how much the seeds differ, not what other seeds would give: one pair gives a point; two
/// and three give the range of their differences (three pairs have 27 resamples, each end being one of them, more than the 2.5 % that a 95 % interval cuts off). From about ten pairs on it is worth its name.
/// </remarks>
/// <param name="Mean">The mean difference.</param>
/// <param name="Low">The interval's lower end.</param>
/// <param name="High">The interval's upper end.</param>
/// <param name="ShareAtOrBelowZero">The share of resamples whose mean is 0 or less, 0 to 1.</param>
/// <param name="Pairs">The number of pairs.</param>
/// <param name="Resamples">How many resamples the interval is of.</param>
public sealed record PairedBootstrap(double Mean, double Low, double High, double ShareAtOrBelowZero, int Pairs, int Resamples)
{
    /// <summary>The level of <see cref="Of"/>'s interval where none is given.</summary>
    public const double DefaultLevel = 0.95;

    /// <summary>How many resamples <see cref="Of"/> takes where no number is given.</summary>
    public const int DefaultResamples = 10_000;

    /// <summary>Resamples differences. Where all possible resamples are no more than asked for (up to five pairs by default) they are taken, each once; else they are drawn.</summary>
    /// <param name="differences">The differences, one a pair; at least one, all finite.</param>
    /// <param name="level">The share of resamples within the interval, between 0 and 1.</param>
    /// <param name="resamples">How many resamples at most; at least 1.</param>
    /// <param name="seed">The seed of what is drawn; the same one gives the same interval everywhere.</param>
    /// <exception cref="ArgumentException">There is no difference, one is not finite, or a number is out of range.</exception>
    public static PairedBootstrap Of(IReadOnlyList<double> differences, double level = DefaultLevel, int resamples = DefaultResamples, long seed = 1)
    {
        ArgumentNullException.ThrowIfNull(differences);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(resamples);
        if (differences.Count == 0)
        {
            throw new ArgumentException("There is no pair: a difference needs a seed that both sides have.", nameof(differences));
        }

        if (differences.Any(difference => !double.IsFinite(difference)))
        {
            throw new ArgumentException("A difference is not finite: leave out the pairs in which a run has no score.", nameof(differences));
        }

        if (!(level > 0 && level < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, "The level of an interval is between 0 and 1.");
        }

        double[] means = Math.Pow(differences.Count, differences.Count) <= resamples ? All(differences) : Drawn(differences, resamples, new SeededRandom(seed));
        Array.Sort(means);
        // 1 - 0.9 is a little less than 0.1.
        int cut = (int)Math.Floor((means.Length * (1 - level) / 2) + 1e-9);
        return new PairedBootstrap(Average(differences), means[cut], means[^(cut + 1)], (double)means.Count(mean => mean <= 0) / means.Length, differences.Count, means.Length);
    }

    /// <summary>Resamples the differences of the seeds that both sides have.</summary>
    /// <param name="scores">Scores by seed.</param>
    /// <param name="baseline">The scores that are subtracted, by seed.</param>
    /// <param name="level">The share of resamples within the interval, between 0 and 1.</param>
    /// <param name="resamples">How many resamples at most; at least 1.</param>
    /// <param name="seed">The seed of what is drawn.</param>
    /// <returns>The result; null where no seed is on both sides.</returns>
    /// <exception cref="ArgumentException">A difference is not finite, or a number is out of range.</exception>
    public static PairedBootstrap? Between(
        IReadOnlyDictionary<long, double> scores, IReadOnlyDictionary<long, double> baseline, double level = DefaultLevel, int resamples = DefaultResamples, long seed = 1)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(baseline);
        // In the seeds' order, so that the order of the runs changes nothing.
        double[] differences = [.. scores.Keys.Where(baseline.ContainsKey).Order().Select(each => scores[each] - baseline[each])];
        return differences.Length == 0 ? null : Of(differences, level, resamples, seed);
    }

    /// <summary>Added up as a resample is, so that equal differences have a mean that is equal to their resamples'.</summary>
    private static double Average(IReadOnlyList<double> differences)
    {
        double sum = 0;
        foreach (double difference in differences)
        {
            sum += difference;
        }

        return sum / differences.Count;
    }

    private static double[] All(IReadOnlyList<double> differences)
    {
        int pairs = differences.Count;
        double[] means = new double[(int)Math.Pow(pairs, pairs)];
        for (int number = 0; number < means.Length; number++)
        {
            double sum = 0;
            // The number's digits to the base of the pairs' count are the resample.
            for (int place = 0, rest = number; place < pairs; place++, rest /= pairs)
            {
                sum += differences[rest % pairs];
            }

            means[number] = sum / pairs;
        }

        return means;
    }

    private static double[] Drawn(IReadOnlyList<double> differences, int resamples, SeededRandom random)
    {
        double[] means = new double[resamples];
        for (int number = 0; number < resamples; number++)
        {
            double sum = 0;
            for (int place = 0; place < differences.Count; place++)
            {
                sum += differences[random.NextBelow(differences.Count)];
            }

            means[number] = sum / differences.Count;
        }

        return means;
    }
}
