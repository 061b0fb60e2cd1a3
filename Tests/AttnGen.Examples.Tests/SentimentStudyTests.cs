using System.Text.Json.Nodes;

namespace AttnGen.Examples.Tests;

public sealed class SentimentStudyTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("attngen-study").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    /// <summary>The committed result of <c>study</c>: what it has to show, and that its cells are comparable.</summary>
    [Fact]
    public async Task The_committed_study_shows_what_is_claimed()
    {
        var study = JsonNode.Parse(await File.ReadAllTextAsync(SourceTree.At("Examples", "ImdbSentiment", "results", "study.json")))!;
        var cells = study["cells"]!.AsArray().Select(cell => cell!).ToList();
        var main = cells.Take(3).Select(cell => (double)cell["result"]!["accuracy"]!).ToList();
        Assert.Equal(5, cells.Count);
        Assert.True(main.Average() >= 0.83 && main.Min() >= 0.815, string.Join(", ", main));
        Assert.Single(cells.Select(cell => (string?)cell["result"]!["testFingerprint"]).Distinct());
        Assert.All(cells.Take(3), cell => Assert.True((bool)cell["result"]!["reloadedIdentical"]!));
        Assert.InRange((double)cells[4]["result"]!["accuracy"]!, 0.4, 0.6);
        Assert.All(cells, cell => Assert.True((long)cell["result"]!["peakMemoryBytes"]! < 3_000_000_000));
        Assert.True((double)cells[3]["result"]!["accuracy"]! < main.Min(), "Only the head is as good.");
    }

    /// <summary>The committed result of <c>precision</c>: in bfloat16 the final loss is within two deviations of float32's seeds, and the reviews are never waited for.</summary>
    [Fact]
    public async Task Half_precision_comes_to_the_same_loss()
    {
        var study = JsonNode.Parse(await File.ReadAllTextAsync(SourceTree.At("Examples", "ImdbSentiment", "results", "precision.json")))!;
        var cells = study["cells"]!.AsArray().Select(cell => cell!).ToList();
        Assert.Equal(10, cells.Count);
        Assert.Equal(5, cells.Count(cell => (string?)cell["settings"]!["precision"] == "BFloat16"));
        foreach (var measure in new[] { "testLoss", "trainLoss" })
        {
            var (exact, half) = (Losses("Float32", measure), Losses("BFloat16", measure));
            var deviation = Math.Sqrt(exact.Sum(loss => Math.Pow(loss - exact.Average(), 2)) / (exact.Count - 1));
            Assert.True(Math.Abs(half.Average() - exact.Average()) <= 2 * deviation, $"{measure}: {half.Average()} and {exact.Average()}");
        }

        Assert.All(cells, cell => Assert.True((bool)cell["result"]!["reloadedIdentical"]!));
        Assert.All(cells, cell => Assert.True((double)cell["result"]!["dataWaitSeconds"]! < 0.01 * (double)cell["result"]!["seconds"]!));

        List<double> Losses(string precision, string measure) => [.. cells.Where(cell => (string?)cell["settings"]!["precision"] == precision).Select(cell => (double)cell["result"]![measure]!)];
    }

    /// <summary>What runs agree in has no deviation to count a difference in; the last run was lost then, each time.</summary>
    [AssetFact]
    public async Task Runs_that_agree_in_a_number_are_summed_up_without_its_difference()
    {
        var (file, data) = (Path.Combine(directory, "precision.json"), await SmallReviews.WriteAsync(directory));
        var study = JsonNode.Parse(await File.ReadAllTextAsync(SourceTree.At("Examples", "ImdbSentiment", "results", "precision.json")))!;
        var cells = study["cells"]!.AsArray();
        foreach (var cell in cells.Select(cell => cell!))
        {
            var settings = cell["settings"]!;
            (settings["samples"], settings["testSamples"], settings["length"], settings["data"]) = (8, 8, 8, data);
            cell["result"]!["accuracy"] = 0.84;
        }

        cells.RemoveAt(9);
        await File.WriteAllTextAsync(file, study.ToJsonString());

        var run = await ExamplePrograms.RunAsync("ImdbSentiment",
            ["precision", "--samples", "8", "--test-samples", "8", "--length", "8", "--threads", "2", "--data", data, "--output", Path.Combine(directory, "out"), "--file", file]);
        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Equal(9, run.Output.Split("finished before").Length - 1);
        var summary = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
        Assert.Equal(10, summary["cells"]!.AsArray().Count);
        Assert.Equal(["Float32", "BFloat16"], summary["accuracy"]!.AsObject().Select(part => part.Key));
        Assert.Equal(0, (double)summary["accuracy"]!["Float32"]!["deviation"]!);
        Assert.NotNull(summary["testLoss"]!["differenceInDeviations"]);
    }

    /// <summary>A cell that was taken out is run again, and none of the others is lost, not even after it.</summary>
    [Fact]
    public async Task A_study_into_a_directory_is_refused_before_anything_is_run()
    {
        var run = await ExamplePrograms.RunAsync("ImdbSentiment", ["study", "--samples", "8", "--output", Path.Combine(directory, "out"), "--file", directory]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"'{directory}' is a directory. Name the result file in it", run.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(directory, "out")));
    }

    [AssetFact]
    public async Task A_study_runs_what_is_missing_and_keeps_the_rest()
    {
        var (file, data) = (Path.Combine(directory, "study.json"), await SmallReviews.WriteAsync(directory));
        string[] arguments = ["study", "--samples", "8", "--test-samples", "8", "--length", "8", "--threads", "2", "--data", data, "--output", Path.Combine(directory, "out"), "--file", file];
        // The committed cells, as if they were of this study.
        var study = JsonNode.Parse(await File.ReadAllTextAsync(SourceTree.At("Examples", "ImdbSentiment", "results", "study.json")))!;
        var cells = study["cells"]!.AsArray();
        string[] names = [.. cells.Select(cell => (string)cell!["name"]!)];
        foreach (var settings in cells.Select(cell => cell!["settings"]!))
        {
            (settings["samples"], settings["testSamples"], settings["length"], settings["data"]) = (8, 8, 8, data);
        }

        cells.RemoveAt(1);
        await File.WriteAllTextAsync(file, study.ToJsonString());

        var again = await ExamplePrograms.RunAsync("ImdbSentiment", arguments);
        Assert.True(again.ExitCode == 0, again.Errors);
        Assert.Equal(4, again.Output.Split("finished before").Length - 1);
        Assert.Equal(names, JsonNode.Parse(await File.ReadAllTextAsync(file))!["cells"]!.AsArray().Select(cell => (string)cell!["name"]!));

        // Runs of other settings, of other data among them, would replace what is there.
        var content = await File.ReadAllTextAsync(file);
        string[] otherData = [.. arguments.Select(argument => argument.Replace("data.json", "other.json", StringComparison.Ordinal))];
        foreach (var other in new[] { [.. arguments, "--rate", "0.01"], [.. arguments, "--products", "standard"], otherData })
        {
            var refused = await ExamplePrograms.RunAsync("ImdbSentiment", other);
            Assert.Equal(1, refused.ExitCode);
            Assert.Contains("has a result of other settings", refused.Errors, StringComparison.Ordinal);
            Assert.Equal(content, await File.ReadAllTextAsync(file));
        }
    }
}
