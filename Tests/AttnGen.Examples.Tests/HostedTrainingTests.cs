using System.Text.Json.Nodes;

namespace AttnGen.Examples.Tests;

/// <summary>The hosted example as a program: stopped, killed, resumed, repeated, twice at once, on a full disk, with wrong settings.</summary>
public sealed class HostedTrainingTests : IDisposable
{
    private readonly OwnDirectory directory = new();

    private string Output => Path.Combine(directory.Path, "out");

    public void Dispose() => directory.Dispose();

    public static TheoryData<string, string> WrongSettings => new()
    {
        { "--Training:Batch=0", "Batch" },
        { "--Training:Batch=many", "Training:Batch" },
        { "--Training:Bacth=4", "Bacth" },
        { "--AttnGen:use=Nobody", "Nobody" },
        { "--AttnGen:strategies:QueryAndValue:lora:rank=0", "AttnGen:strategies:QueryAndValue:lora:rank: ATG0504: Rank is 0" },
        { "--AttnGen:strategies:QueryAndValue:tune:V:lrScal=2", "Did you mean \"lrScale\"?" },
        { "--Training:Data=nowhere.json", "nowhere.json" },
    };

    [AssetTheory]
    [MemberData(nameof(WrongSettings))]
    public async Task A_wrong_setting_is_named_and_nothing_is_written(string argument, string expected)
    {
        var run = await ExamplePrograms.RunAsync("HostedTraining", [argument, $"--Training:Output={Output}"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(expected, run.Errors + run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors + run.Output, StringComparison.Ordinal);
        Assert.Empty(directory.Entries);
    }

    [AssetFact]
    public async Task An_empty_name_of_the_data_stands_for_the_reviews()
    {
        var run = await ExamplePrograms.RunAsync("HostedTraining", ["--Training:Data=", $"--Training:Model={RealAssets.MiniLm.Directory}", $"--Training:Output={Output}"],
            ("ATTNGEN_CACHE", Path.Combine(directory.Path, "cache")), ("ATTNGEN_ASSETS", Path.Combine(directory.Path, "nowhere")), ("PATH", "/nonexistent"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("'imdb-reviews' (reviews.json", run.Output + run.Errors, StringComparison.Ordinal);
    }

    [AssetTheory]
    [InlineData("--AttnGen:strategies:QueryAndValue:options:seed=7", 7)]
    [InlineData("--Training:Seed=5", 5)]
    public async Task New_adapters_are_of_the_strategys_seed_or_else_of_the_runs(string argument, int expected)
    {
        var run = await ExamplePrograms.RunAsync("HostedTraining", await Arguments(argument, "--Training:Steps=1", "--Logging:LogLevel:Default=Debug"));
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        Assert.Matches($@"\bseed +{expected} ", run.Output);
    }

    [AssetFact]
    public async Task Processes_that_are_ended_at_random_moments_come_to_the_weights_of_one_that_is_not()
    {
        const int seed = 41;
        var data = await SmallReviews.WriteAsync(directory.Path);
        var straight = await new KilledRuns(directory.Path, data, seed).StraightAsync();
        var terminated = await new KilledRuns(directory.Path, data, seed + 1).TerminateAsync(3, straight);
        var killed = await new KilledRuns(directory.Path, data, seed + 2).KillAsync(3, straight);
        Assert.True(terminated.Identical == terminated.Runs && killed.Identical == killed.Runs, $"seed {seed}: {terminated}, {killed}");
        Assert.Equal(0, terminated.InWriting + terminated.Leftovers + killed.Leftovers);
    }

    [AssetFact]
    public async Task SIGTERM_ends_it_with_a_state_and_exit_code_0_and_the_next_start_goes_on_and_the_one_after_says_that_it_is_finished()
    {
        string[] arguments = await Arguments("--Training:Epochs=6", "--Telemetry:Console=true");
        using var running = ExamplePrograms.Start("HostedTraining", arguments);
        await running.Until(() => File.Exists(Path.Combine(Output, "state.safetensors")));
        await running.Terminate();
        var stopped = await running.End();
        Assert.True(stopped.ExitCode == 0, stopped.Output + stopped.Errors);
        Assert.Contains("started again, the run goes on from there", stopped.Output, StringComparison.Ordinal);
        Assert.Contains("attngen.step.duration", stopped.Output, StringComparison.Ordinal);

        var resumed = await ExamplePrograms.RunAsync("HostedTraining", arguments);
        Assert.True(resumed.ExitCode == 0, resumed.Errors);
        Assert.Contains("The run goes on after step", resumed.Output, StringComparison.Ordinal);
        Assert.Equal(["adapter_config.json", "adapter_model.safetensors", "result.json", "state.safetensors.lock"], Directory.GetFiles(Output).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(2, Directory.GetFiles(Path.Combine(Output, "tensorboard")).Length);

        var weights = await Weights();
        var again = await ExamplePrograms.RunAsync("HostedTraining", arguments);
        Assert.Contains("was finished before", again.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("The run begins", again.Output, StringComparison.Ordinal);
        var repeated = await ExamplePrograms.RunAsync("HostedTraining", [.. arguments, "--Training:Repeat=true"]);
        Assert.Contains("The run begins", repeated.Output, StringComparison.Ordinal);
        Assert.Equal(weights, await Weights());
    }

    /// <summary>Its training succeeded, and then each start was refused, as there was no adapter to save.</summary>
    [AssetTheory]
    [InlineData("--AttnGen:strategies:Whole:tune:V:lrScale=2", "full; V x2")]
    [InlineData("--AttnGen:strategies:Whole:head:lrScale=2", "head only; head x2")]
    public async Task A_strategy_without_adapters_saves_the_model_and_is_finished(string strategy, string expected)
    {
        string[] arguments = await Arguments(strategy, "--AttnGen:use=Whole", "--Training:Steps=3");
        var run = await ExamplePrograms.RunAsync("HostedTraining", arguments);
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        Assert.Contains(expected, run.Output, StringComparison.Ordinal);
        Assert.Equal(["model.safetensors", "result.json", "state.safetensors.lock"], Directory.GetFiles(Output).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("was finished before", (await ExamplePrograms.RunAsync("HostedTraining", arguments)).Output, StringComparison.Ordinal);
    }

    [AssetFact]
    public async Task The_second_of_two_at_once_is_refused_and_the_first_ends_well()
    {
        string[] arguments = await Arguments("--Training:Epochs=20");
        using var first = ExamplePrograms.Start("HostedTraining", arguments);
        await first.Until(() => File.Exists(Path.Combine(Output, "state.safetensors")));
        var second = await ExamplePrograms.RunAsync("HostedTraining", arguments);
        Assert.Equal(1, second.ExitCode);
        Assert.Contains("Another run is using the state", second.Output + second.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", second.Output + second.Errors, StringComparison.Ordinal);
        var ended = await first.End();
        Assert.True(ended.ExitCode == 0, ended.Output);
        Assert.NotNull(await Weights());
    }

    [AssetFact]
    public async Task A_state_of_another_run_is_refused_and_stays()
    {
        string[] arguments = await Arguments("--Training:Epochs=20");
        using (var running = ExamplePrograms.Start("HostedTraining", arguments))
        {
            await running.Until(() => File.Exists(Path.Combine(Output, "state.safetensors")));
            running.Kill();
            await running.End();
        }

        var state = await File.ReadAllBytesAsync(Path.Combine(Output, "state.safetensors"));
        foreach (var (argument, expected) in new[] { ("--AttnGen:use=ValueOfTheLastLayers", "is not a state of this session"), ("--Training:Seed=2", "seed"), ("--Training:Batch=5", "batch size") })
        {
            var run = await ExamplePrograms.RunAsync("HostedTraining", [.. arguments, argument]);
            Assert.Equal(1, run.ExitCode);
            Assert.Contains(expected, run.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", run.Output + run.Errors, StringComparison.Ordinal);
            Assert.Equal(state, await File.ReadAllBytesAsync(Path.Combine(Output, "state.safetensors")));
        }
    }

    [SmallDiskFact]
    public async Task A_full_disk_is_an_error_and_leaves_no_half_file()
    {
        var run = await SmallDisk.RunAsync(Output, kilobytes: 256, ExamplePrograms.PathOf("HostedTraining"), await Arguments("--Training:SaveEverySteps=1"));
        Assert.True(run.ExitCode == 1, run.Output + run.Errors);
        Assert.Contains("space", run.Output, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(".state.safetensors.", run.Output, StringComparison.Ordinal);
        var left = run.Output.Split('\n').SkipWhile(line => line != SmallDisk.Listing).Skip(1).Where(line => line.Length > 0);
        Assert.Equal(["state.safetensors.lock", "tensorboard"], left);
    }

    /// <summary>The committed result of <c>kills</c>: what it has to show.</summary>
    [Fact]
    public async Task The_committed_kills_all_ended_bit_for_bit()
    {
        var results = JsonNode.Parse(await File.ReadAllTextAsync(SourceTree.At("Tests", "AttnGen.Benchmarks", "results", "kills.json")))!["results"]!;
        foreach (var kind in new[] { "terminated", "killed" })
        {
            var counts = results[kind]!;
            Assert.True((int)counts["kills"]! >= 50, counts.ToJsonString());
            Assert.Equal((int)counts["runs"]!, (int)counts["identical"]!);
            Assert.Equal(0, (int)counts["leftovers"]!);
            Assert.True((int)counts["withState"]! >= 25, counts.ToJsonString());
        }

        // Every SIGTERM came in the middle of the training, and left a state.
        Assert.Equal((int)results["terminated"]!["kills"]!, (int)results["terminated"]!["withState"]!);
        Assert.Equal(0, (int)results["terminated"]!["beforeTheHost"]!);
        Assert.True((int)results["killed"]!["inWriting"]! >= 15, results.ToJsonString());
        Assert.Equal(0, (int)results["terminated"]!["inWriting"]!);
        Assert.True((double)results["terminated"]!["slowestEnd"]! < 30, results.ToJsonString());
        Assert.Matches("^[0-9a-f]{64}$", (string)results["weights"]!);
    }

    private async Task<string[]> Arguments(params string[] more) =>
    [
        $"--Training:Data={await SmallReviews.WriteAsync(directory.Path)}", $"--Training:Output={Output}", "--Training:Examples=40", "--Training:TestExamples=20", "--Training:Length=16",
        "--Training:Batch=4", "--Training:Threads=1", "--Training:Products=OneDnn", "--Training:SaveEverySteps=2", .. more,
    ];

    private async Task<string?> Weights() => (string?)JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Output, "result.json")))!["weights"];
}
