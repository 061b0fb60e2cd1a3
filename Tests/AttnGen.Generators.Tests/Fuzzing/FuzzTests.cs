namespace AttnGen.Generators.Tests.Fuzzing;

public sealed class FuzzTests
{
    private const int Mutants = 2000;

    /// <summary>A new seed each day, so that the days add up; a failure names it.</summary>
    [Fact]
    public async Task BrokenSourcesBreakNeitherGeneratorNorAnalyzers()
    {
        var seed = (int)(DateTime.UtcNow - DateTime.UnixEpoch).TotalDays;
        var fuzzer = new GeneratorFuzzer(seed);
        var failures = new System.Collections.Concurrent.ConcurrentBag<string>();
        await Parallel.ForAsync(0, Mutants, async (index, cancellation) =>
        {
            if (failures.IsEmpty && await fuzzer.Check(index) is { } failure)
            {
                failures.Add(failure);
            }
        });

        Assert.True(failures.IsEmpty, failures.FirstOrDefault());
    }
}
