using AttnGen.Generators.Tests.StrategyFiles;

namespace AttnGen.Generators.Tests.Fuzzing;

public sealed class FuzzTests
{
    private const int Mutants = 2000;

    /// <summary>A new seed each day, so that the days add up; a failure names it.</summary>
    private static readonly int Seed = (int)(DateTime.UtcNow - DateTime.UnixEpoch).TotalDays;

    [Fact]
    public Task BrokenSourcesBreakNeitherGeneratorNorAnalyzers() => None(new GeneratorFuzzer(Seed).Check);

    [Fact]
    public Task BrokenStrategyFilesAreReadAlikeAtRunTimeAndWhenCompiling() => None(new StrategyFileFuzzer(Seed).Check);

    private static async Task None(Func<int, Task<string?>> check)
    {
        var failures = new System.Collections.Concurrent.ConcurrentBag<string>();
        await Parallel.ForAsync(0, Mutants, async (index, cancellation) =>
        {
            if (failures.IsEmpty && await check(index) is { } failure)
            {
                failures.Add(failure);
            }
        });

        Assert.True(failures.IsEmpty, failures.FirstOrDefault());
    }
}
