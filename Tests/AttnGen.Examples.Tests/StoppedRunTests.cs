using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AttnGen.Examples.Tests;

/// <summary>Runs that are stopped by Ctrl-C, by a full disk, or by nothing.</summary>
public sealed partial class StoppedRunTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("attngen-stopped").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    /// <summary>
    /// With dropout, so that the random state matters, and over the end of an epoch, so that the position does. By one kernel: two processes may measure
    /// differently which is the fastest.
    /// </summary>
    [AssetFact]
    public async Task A_run_that_was_interrupted_and_resumed_in_a_new_process_ends_as_one_that_was_not_bit_for_bit()
    {
        var data = await SmallReviews.WriteAsync(directory);
        var (whole, parts) = (Path.Combine(directory, "whole"), Path.Combine(directory, "parts"));
        string[] Arguments(string output) => ["--data", data, "--samples", "40", "--test-samples", "20", "--length", "16", "--batch", "4", "--epochs", "8", "--dropout", "0.1", "--save-every", "1", "--products", "standard", "--output", output];
        var uninterrupted = await ExamplePrograms.RunAsync("ImdbSentiment", Arguments(whole));
        Assert.True(uninterrupted.ExitCode == 0, uninterrupted.Errors);

        using var running = ExamplePrograms.Start("ImdbSentiment", Arguments(parts));
        await running.Until(() => File.Exists(Path.Combine(parts, "state.safetensors")));
        await running.Interrupt();
        var stopped = await running.End();
        Assert.Equal(130, stopped.ExitCode);
        var step = int.Parse(StoppedAt().Match(stopped.Errors).Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(step, 1, 79);
        Assert.Equal(["state.safetensors", "state.safetensors.lock"], Directory.GetFiles(parts).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        var resumed = await ExamplePrograms.RunAsync("ImdbSentiment", [.. Arguments(parts), "--resume"]);
        Assert.True(resumed.ExitCode == 0, resumed.Errors);
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(whole, "adapter_model.safetensors")), await File.ReadAllBytesAsync(Path.Combine(parts, "adapter_model.safetensors")));
        Assert.False(File.Exists(Path.Combine(parts, "state.safetensors")));
        Assert.Equal(Accuracy(uninterrupted.Output), Accuracy(resumed.Output));
    }

    /// <summary>All steps are done and saved: what is left is to measure, and there is nothing to draw.</summary>
    [AssetFact]
    public async Task A_run_that_was_interrupted_after_its_last_step_is_finished_by_resuming_it()
    {
        string words = string.Join(' ', Enumerable.Repeat("moving", 100));
        var reviews = Enumerable.Range(0, 540).Select(index => new JsonObject { ["t"] = $"{(index % 2 == 0 ? "A dull film" : "A wonderful film")}, number {index}: {words}.", ["s"] = index % 2 });
        var data = Path.Combine(directory, "long.json");
        await File.WriteAllTextAsync(data, new JsonArray([.. reviews]).ToJsonString());
        var output = Path.Combine(directory, "measuring");
        string[] arguments = ["--data", data, "--samples", "40", "--test-samples", "500", "--length", "64", "--batch", "4", "--save-every", "10", "--output", output];
        using var running = ExamplePrograms.Start("ImdbSentiment", arguments);
        await running.Until(() => File.Exists(Path.Combine(output, "state.safetensors")));
        await running.Interrupt();
        var stopped = await running.End();
        Assert.True(stopped.ExitCode == 130, stopped.Output + stopped.Errors);

        var resumed = await ExamplePrograms.RunAsync("ImdbSentiment", [.. arguments, "--resume"]);
        Assert.True(resumed.ExitCode == 0, resumed.Output + resumed.Errors);
        Assert.Contains("the reloaded adapter predicts the same, bit for bit", resumed.Output, StringComparison.Ordinal);
        Assert.Equal(["adapter_config.json", "adapter_model.safetensors", "run.json", "state.safetensors.lock"], Directory.GetFiles(output).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var results = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(output, "run.json")))!["results"]!;
        Assert.Null(results["trainLoss"]);
        Assert.InRange((double)results["accuracy"]!, 0, 1);
    }

    [AssetFact]
    public async Task Resuming_nothing_or_another_run_is_an_error_that_says_so()
    {
        var data = await SmallReviews.WriteAsync(directory);
        var output = Path.Combine(directory, "out");
        string[] arguments = ["--data", data, "--samples", "40", "--test-samples", "20", "--length", "16", "--output", output];

        var nothing = await ExamplePrograms.RunAsync("ImdbSentiment", [.. arguments, "--resume"]);
        Assert.Equal(1, nothing.ExitCode);
        Assert.Contains("no state to resume", nothing.Errors, StringComparison.Ordinal);

        await File.WriteAllTextAsync(Path.Combine(output, "state.safetensors"), "not a state");
        var damaged = await ExamplePrograms.RunAsync("ImdbSentiment", [.. arguments, "--resume"]);
        Assert.Equal(1, damaged.ExitCode);
        Assert.Contains("state.safetensors", damaged.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", damaged.Errors, StringComparison.Ordinal);
    }

    [AssetFact]
    public async Task Interrupting_before_the_first_step_leaves_no_file()
    {
        var output = Path.Combine(directory, "early");
        using var running = ExamplePrograms.Start("ImdbSentiment", ["--data", await SmallReviews.WriteAsync(directory), "--samples", "40", "--test-samples", "20", "--output", output]);
        await running.Until(() => Directory.Exists(output));
        await running.Interrupt();
        var stopped = await running.End();

        Assert.Equal(130, stopped.ExitCode);
        Assert.Contains("Stopped", stopped.Errors, StringComparison.Ordinal);
        Assert.All(Directory.GetFiles(output), file => Assert.StartsWith("state.safetensors", Path.GetFileName(file), StringComparison.Ordinal));
    }

    [SmallDiskFact]
    public async Task A_full_disk_is_an_error_with_the_files_name_and_leaves_no_half_file()
    {
        var output = Path.Combine(directory, "disk");
        var run = await SmallDisk.RunAsync(output, kilobytes: 64, ExamplePrograms.PathOf("ImdbSentiment"),
            ["--data", await SmallReviews.WriteAsync(directory), "--samples", "40", "--test-samples", "20", "--length", "16", "--save-every", "0", "--output", output]);

        Assert.True(run.ExitCode == 1, run.Errors + run.Output);
        Assert.Contains("adapter_model.safetensors", run.Errors, StringComparison.Ordinal);
        Assert.Contains("space", run.Errors, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
        var left = run.Output.Split('\n').SkipWhile(line => line != SmallDisk.Listing).Skip(1).Where(line => line.Length > 0).ToList();
        Assert.True(left is ["state.safetensors.lock"] or ["adapter_config.json", "state.safetensors.lock"], string.Join(", ", left));
    }

    [AssetFact]
    public async Task Of_two_runs_at_once_into_one_directory_the_second_is_refused_and_the_first_ends_well()
    {
        var output = Path.Combine(directory, "shared");
        string[] arguments = ["--data", await SmallReviews.WriteAsync(directory), "--samples", "40", "--test-samples", "20", "--length", "16", "--save-every", "2", "--epochs", "12", "--threads", "1", "--output", output];
        using var first = ExamplePrograms.Start("ImdbSentiment", arguments);
        await first.Until(() => File.Exists(Path.Combine(output, "state.safetensors")));
        var second = await ExamplePrograms.RunAsync("ImdbSentiment", arguments);
        var ended = await first.End();

        Assert.Equal(1, second.ExitCode);
        Assert.Contains("Another run is using the state", second.Errors, StringComparison.Ordinal);
        Assert.True(ended.ExitCode == 0, ended.Errors);
        Assert.Equal(["adapter_config.json", "adapter_model.safetensors", "run.json", "run.png", "state.safetensors.lock"], Directory.GetFiles(output).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [AssetTheory]
    [InlineData("tr_TR.UTF-8")]
    [InlineData("de_DE.UTF-8")]
    public async Task The_culture_changes_nothing(string culture)
    {
        string[] Arguments(string output) => ["--data", Path.Combine(directory, "data.json"), "--samples", "20", "--test-samples", "20", "--length", "16", "--rate", "0.002", "--products", "standard", "--output", Path.Combine(directory, output)];
        await SmallReviews.WriteAsync(directory);
        var plain = await ExamplePrograms.RunAsync("ImdbSentiment", Arguments("plain"), ("LC_ALL", "C.UTF-8"));
        var other = await ExamplePrograms.RunAsync("ImdbSentiment", Arguments("other"), ("LC_ALL", culture));

        Assert.True(other.ExitCode == 0, other.Errors);
        Assert.Equal(Accuracy(plain.Output), Accuracy(other.Output));
        Assert.Equal(plain.Output.Split('\n').Where(line => line.Contains("trained at", StringComparison.Ordinal)), other.Output.Split('\n').Where(line => line.Contains("trained at", StringComparison.Ordinal)));
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(directory, "plain", "adapter_model.safetensors")), await File.ReadAllBytesAsync(Path.Combine(directory, "other", "adapter_model.safetensors")));
    }

    private static string Accuracy(string output) => output.Split('\n').Single(line => line.StartsWith("accuracy on", StringComparison.Ordinal));

    [GeneratedRegex(@"Stopped after step (\d+)\.")]
    private static partial Regex StoppedAt();
}
