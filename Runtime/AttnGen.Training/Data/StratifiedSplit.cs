namespace AttnGen.Training;

/// <summary>Divides labelled examples into parts that have the labels in the same proportions, by a seeded order.</summary>
public static class StratifiedSplit
{
    /// <summary>Draws disjoint parts of given sizes.</summary>
    /// <param name="labels">The class of each example.</param>
    /// <param name="seed">Chooses the split; equal seeds give equal splits on every machine.</param>
    /// <param name="sizes">The number of examples of each part; together no more than there are labels.</param>
    /// <returns>
    /// For each part the indices of its examples, in a random order. In each part a class has its share of the whole to within one
    /// example, as far as the class still has examples.
    /// </returns>
    /// <exception cref="ArgumentException">There are fewer examples than the parts need, or a size is negative.</exception>
    public static int[][] Of(IReadOnlyList<int> labels, long seed, params ReadOnlySpan<int> sizes)
    {
        ArgumentNullException.ThrowIfNull(labels);
        long wanted = 0;
        foreach (int size in sizes)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(size, nameof(sizes));
            wanted += size;
        }

        if (wanted > labels.Count)
        {
            throw new ArgumentException($"The parts need {wanted} examples, but there are {labels.Count}.", nameof(sizes));
        }

        SeededRandom random = new(seed);
        Queue<int>[] strata = [.. random.Permutation(labels.Count).GroupBy(index => labels[index]).OrderBy(group => group.Key).Select(group => new Queue<int>(group))];
        int[] totals = [.. strata.Select(stratum => stratum.Count)];
        int[][] parts = new int[sizes.Length][];
        for (int part = 0; part < parts.Length; part++)
        {
            parts[part] = Draw(strata, totals, labels.Count, sizes[part]);
            random.Shuffle<int>(parts[part]);
        }

        return parts;
    }

    private static int[] Draw(Queue<int>[] strata, int[] totals, int examples, int size)
    {
        int[] shares = [.. strata.Select((stratum, i) => (int)Math.Min(stratum.Count, (long)size * totals[i] / examples))];
        // What integer division left over goes to the classes that are owed the largest fractions, then to whichever has examples left.
        int[] byFraction = [.. Enumerable.Range(0, strata.Length).OrderByDescending(i => (long)size * totals[i] % examples)];
        int missing = size - shares.Sum();
        while (missing > 0)
        {
            foreach (int i in byFraction)
            {
                if (missing > 0 && shares[i] < strata[i].Count)
                {
                    shares[i]++;
                    missing--;
                }
            }
        }

        List<int> drawn = new(size);
        for (int i = 0; i < strata.Length; i++)
        {
            for (int taken = 0; taken < shares[i]; taken++)
            {
                drawn.Add(strata[i].Dequeue());
            }
        }

        return [.. drawn];
    }
}
