namespace AttnGen.Training;

/// <summary>Batches of as many examples as keep their number times their longest within a budget.</summary>
internal sealed class TokenBudgetCutter : IBatchCutter
{
    private readonly int[] lengths;
    private readonly int budget;
    private readonly int most;

    /// <summary>Makes a cutter.</summary>
    /// <param name="lengths">The number of tokens of each example as they are filled up.</param>
    /// <param name="budget">At least the longest.</param>
    /// <param name="most">The most examples of a batch.</param>
    public TokenBudgetCutter(int[] lengths, int budget, int most)
    {
        (this.lengths, this.budget, this.most) = (lengths, budget, most);
        UsualCount = (int)Math.Clamp((long)(budget / lengths.Average()), 1, most);
    }

    public int UsualCount { get; }

    public (int Count, bool Full) Next(ReadOnlySpan<int> remaining)
    {
        long longest = 0;
        int count = 0;
        while (count < remaining.Length && count < most)
        {
            long with = Math.Max(longest, lengths[remaining[count]]);
            if ((count + 1) * with > budget)
            {
                return (count, true);
            }

            longest = with;
            count++;
        }

        return (count, count == most || (count + 1) * longest > budget);
    }
}
