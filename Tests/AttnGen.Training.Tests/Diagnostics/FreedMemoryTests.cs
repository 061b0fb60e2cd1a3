namespace AttnGen.Training.Tests.Diagnostics;

/// <summary>When a loop gives freed memory back.</summary>
public sealed class FreedMemoryTests
{
    private const int Megabyte = 1 << 20;

    private readonly FreedMemory freed;
    private readonly List<int> releases = [];
    private long resident = 800L * Megabyte;
    private int batch;

    public FreedMemoryTests() => freed = new FreedMemory(() => resident, Release);

    [Fact]
    public void A_process_that_does_not_grow_is_left_alone()
    {
        Run(1000, 0);
        Assert.Empty(releases);
    }

    [Fact]
    public void One_that_has_grown_by_a_quarter_gives_back_at_the_next_look()
    {
        Run(16, 0);
        Run(1, 201 * Megabyte);
        Run(14, 0);
        Assert.Empty(releases);
        Run(1, 0);
        Assert.Equal([32], releases);
    }

    [Fact]
    public void What_the_batches_after_a_release_take_is_what_growth_is_measured_by()
    {
        Run(16, 0);
        Run(16, 20 * Megabyte);
        Assert.Equal([32], releases);
        resident = 1200L * Megabyte;
        Run(16, 0);
        Run(16, 18 * Megabyte);
        Assert.Equal([32], releases);
        Run(16, 2 * Megabyte);
        Assert.Equal([32, 80], releases);
    }

    [Fact]
    public void Steady_growth_stays_within_a_quarter_and_what_comes_between_two_looks()
    {
        const int aBatch = 7 * Megabyte;
        long highest = 0;
        for (int i = 0; i < 2000; i++)
        {
            Run(1, aBatch);
            highest = Math.Max(highest, resident);
        }

        long usual = (800L * Megabyte) + (FreedMemory.BatchesBetweenLooks * aBatch);
        Assert.InRange(highest, usual, (long)(1.25 * usual) + (FreedMemory.BatchesBetweenLooks * aBatch));
        Assert.InRange(releases.Count, 30, 60);
    }

    [Fact]
    public void A_short_loop_never_looks()
    {
        FreedMemory unasked = new(() => throw new InvalidOperationException("It looked."), () => { });
        for (int i = 1; i < FreedMemory.BatchesBetweenLooks; i++)
        {
            unasked.LookNowAndThen();
        }
    }

    /// <summary>Batches each of which lets the process grow; a release brings it back to where it began.</summary>
    private void Run(int batches, long growth)
    {
        for (int i = 0; i < batches; i++)
        {
            batch++;
            resident += growth;
            freed.LookNowAndThen();
        }
    }

    private void Release()
    {
        releases.Add(batch);
        resident = 800L * Megabyte;
    }
}
