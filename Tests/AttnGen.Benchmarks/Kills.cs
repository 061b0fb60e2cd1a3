using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using AttnGen.Tests.Shared;

namespace AttnGen.Benchmarks;

/// <summary>Ends the hosted example at many random moments, and looks whether each run, resumed, comes to the weights of the one that nothing interrupted.</summary>
internal static class Kills
{
    public static Command Command()
    {
        var count = new Option<int>("--count") { Description = "Processes ended by SIGTERM, and as many by SIGKILL.", DefaultValueFactory = _ => 50 };
        var seed = new Option<int>("--seed") { Description = "Decides the moments.", DefaultValueFactory = _ => 1 };
        var command = new Command("kills", "Ends training processes at random moments, and resumes them.") { count, seed };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(count), parsed.GetValue(seed)));
        return command;
    }

    private static async Task<int> RunAsync(int count, int seed)
    {
        using var directory = new OwnDirectory();
        var data = await SmallReviews.WriteAsync(directory.Path).ConfigureAwait(false);
        var straight = await new KilledRuns(directory.Path, data, seed).StraightAsync().ConfigureAwait(false);
        var terminated = await new KilledRuns(directory.Path, data, seed + 1).TerminateAsync(count, straight).ConfigureAwait(false);
        Console.WriteLine(terminated);
        var killed = await new KilledRuns(directory.Path, data, seed + 2).KillAsync(count, straight).ConfigureAwait(false);
        Console.WriteLine(killed);
        var torch = Path.Combine(Path.GetDirectoryName(ExamplePrograms.PathOf("HostedTraining"))!, "TorchSharp.dll");
        ResultFile.Write("kills.json", new JsonObject
        {
            ["torchSharp"] = FileVersionInfo.GetVersionInfo(torch).FileVersion,
            ["seed"] = seed,
            ["weights"] = straight,
            ["terminated"] = JsonSerializer.SerializeToNode(terminated, JsonSerializerOptions.Web),
            ["killed"] = JsonSerializer.SerializeToNode(killed, JsonSerializerOptions.Web),
        });
        return terminated.Identical == terminated.Runs && killed.Identical == killed.Runs ? 0 : 1;
    }
}
