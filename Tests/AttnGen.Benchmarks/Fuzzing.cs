using System.Collections.Concurrent;
using System.CommandLine;
using System.Text.Json.Nodes;
using AttnGen.Generators.Tests.Fuzzing;

namespace AttnGen.Benchmarks;

/// <summary>Many more mutants than the tests look at.</summary>
internal static class Fuzzing
{
    public static Command Command()
    {
        var count = new Option<int>("--count") { Description = "Mutants.", DefaultValueFactory = _ => 20_000 };
        var seed = new Option<int>("--seed") { Description = "Decides every mutation.", DefaultValueFactory = _ => 1 };
        var command = new Command("fuzz", "Breaks sources, and looks whether generator and analyzers bear it.") { count, seed };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(count), parsed.GetValue(seed), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(int count, int seed, CancellationToken cancellation)
    {
        var fuzzer = new GeneratorFuzzer(seed);
        var failures = new ConcurrentBag<string>();
        var done = 0;
        await Parallel.ForAsync(0, count, cancellation, async (index, _) =>
        {
            if (await fuzzer.Check(index).ConfigureAwait(false) is { } failure)
            {
                failures.Add(failure);
                await Console.Error.WriteLineAsync(failure).ConfigureAwait(false);
            }

            if (Interlocked.Increment(ref done) % 1000 == 0)
            {
                Console.WriteLine($"{done} of {count}, {failures.Count} failures");
            }
        }).ConfigureAwait(false);
        ResultFile.Write("fuzz.json", new JsonObject { ["mutants"] = count, ["seed"] = seed, ["failures"] = failures.Count });
        return failures.IsEmpty ? 0 : 1;
    }
}
