using System.Collections.Concurrent;
using System.CommandLine;
using System.Text.Json.Nodes;
using AttnGen.Generators.Tests.Fuzzing;
using AttnGen.Generators.Tests.StrategyFiles;

namespace AttnGen.Benchmarks;

/// <summary>Many more mutants than the tests look at.</summary>
internal static class Fuzzing
{
    public static Command Sources() => Command("fuzz", "Breaks sources, and looks whether generator and analyzers bear it.", "fuzz.json", static seed => new GeneratorFuzzer(seed).Check);

    public static Command Files() => Command("fuzz-files", "Breaks strategy files, and looks whether compiler and program read them alike.", "fuzz-files.json", static seed => new StrategyFileFuzzer(seed).Check);

    private static Command Command(string name, string description, string result, Func<int, Func<int, Task<string?>>> fuzzer)
    {
        var count = new Option<int>("--count") { Description = "Mutants.", DefaultValueFactory = _ => 20_000 };
        var seed = new Option<int>("--seed") { Description = "Decides every mutation.", DefaultValueFactory = _ => 1 };
        var command = new Command(name, description) { count, seed };
        command.SetAction((parsed, cancellation) => RunAsync(fuzzer(parsed.GetValue(seed)), result, parsed.GetValue(count), parsed.GetValue(seed), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Func<int, Task<string?>> check, string result, int count, int seed, CancellationToken cancellation)
    {
        var failures = new ConcurrentBag<string>();
        var done = 0;
        await Parallel.ForAsync(0, count, cancellation, async (index, _) =>
        {
            if (await check(index).ConfigureAwait(false) is { } failure)
            {
                failures.Add(failure);
                await Console.Error.WriteLineAsync(failure).ConfigureAwait(false);
            }

            if (Interlocked.Increment(ref done) % 1000 == 0)
            {
                Console.WriteLine($"{done} of {count}, {failures.Count} failures");
            }
        }).ConfigureAwait(false);
        ResultFile.Write(result, new JsonObject { ["mutants"] = count, ["seed"] = seed, ["failures"] = failures.Count });
        return failures.IsEmpty ? 0 : 1;
    }
}
