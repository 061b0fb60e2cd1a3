using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AttnGen.Examples.Tests;

/// <summary>Which rates the paper's reproduction still has to try, told from cells that were run.</summary>
public sealed class PaperRateTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("attngen-paper").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public async Task A_task_that_is_named_twice_is_counted_once()
    {
        var file = Path.Combine(directory, "rates.jsonl");
        File.WriteAllLines(file, Committed("full; Q x1; V x8; head x1", 3e-5, 1e-4, 3e-4).Select(cell => cell.ToJsonString()));
        var run = await ExamplePrograms.RunAsync("PaperReproduction", ["progress", "sst-2", "SST2", "--file", file]);
        Assert.EndsWith("\n0 lines of these tasks are no cells of these tables and figures.", run.Output.ReplaceLineEndings("\n").TrimEnd(), StringComparison.Ordinal);
        Assert.Single(run.Output.Split('\n'), line => line.StartsWith("SST-2 (rates): 3 of", StringComparison.Ordinal));
    }

    /// <summary>Of the committed rates, by which it is known where the best was.</summary>
    [Theory]
    [InlineData("lora rank=8 alpha=8 dropout=0.1; Q x1; head x1", 58)]
    [InlineData("lora rank=8 alpha=8 dropout=0.1; Q x1; K x1; head x1", 57)]
    public async Task A_rate_at_the_edge_of_those_that_were_tried_asks_for_the_next_one(string strategy, int cells)
    {
        var file = Path.Combine(directory, "rates.jsonl");
        var tried = Committed(strategy, 3e-4, 1e-3, 3e-3).Select(cell => cell.ToJsonString()).ToList();
        Assert.Equal(3, tried.Count);
        File.WriteAllLines(file, tried);
        var run = await ExamplePrograms.RunAsync("PaperReproduction", ["progress", "sst-2", "--file", file]);
        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.StartsWith($"SST-2 (rates): 3 of {cells}\n", run.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_every_rate_diverged_a_lower_one_is_tried()
    {
        var file = Path.Combine(directory, "rates.jsonl");
        File.WriteAllLines(file, Committed("full; Q x1; V x8; head x1", 3e-5, 1e-4, 3e-4).Select(cell =>
        {
            (cell["status"], cell["reason"]) = ("Diverged", "The loss is at chance.");
            return cell.ToJsonString();
        }));
        var run = await ExamplePrograms.RunAsync("PaperReproduction", ["progress", "sst-2", "--file", file]);
        Assert.StartsWith("SST-2 (rates): 3 of 58\n", run.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    /// <summary>Their scores are luck; with too low a rate the loss falls little, with too high a one it stays above guessing's.</summary>
    [Theory]
    [InlineData(0.693, 0.690, 0.686, 58)]
    [InlineData(0.686, 0.690, 0.693, 58)]
    [InlineData(0.690, 0.686, 0.693, 57)]
    public async Task Where_nothing_was_learned_the_next_rate_lies_beyond_the_lowest_training_loss(double low, double middle, double high, int cells)
    {
        var file = Path.Combine(directory, "rates.jsonl");
        var losses = new Dictionary<double, double> { [3e-5] = low, [1e-4] = middle, [3e-4] = high };
        File.WriteAllLines(file, Committed("full; Q x1; V x8; head x1", 3e-5, 1e-4, 3e-4).Select(cell =>
        {
            (cell["learnedNothing"], cell["trainingLoss"]) = (true, losses[(double)cell["learningRate"]!]);
            cell["metrics"]!["accuracy"] = 0.5;
            return cell.ToJsonString();
        }));
        var run = await ExamplePrograms.RunAsync("PaperReproduction", ["progress", "sst-2", "--file", file]);
        Assert.StartsWith($"SST-2 (rates): 3 of {cells}\n", run.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_strategy_of_the_tables_with_two_rates_makes_no_report()
    {
        var file = Path.Combine(directory, "two.jsonl");
        File.WriteAllLines(file, Committed("full; Q x1; V x8; head x1", 1e-4, 3e-4).Select(cell =>
        {
            cell["task"] = "SST-2";
            return cell.ToJsonString();
        }));
        var report = await ExamplePrograms.RunAsync("PaperReproduction", ["report", "--file", file, "--page", Path.Combine(directory, "report.html"), "--costs", "none"]);
        Assert.Equal(1, report.ExitCode);
        Assert.Matches($"^'{Regex.Escape(file)}' has SST-2; full; Q x1; V x8; head x1 at several base rates \\(1e-4: \\w+, 3e-4: \\w+\\). Remove the lines", report.Errors);
    }

    private static IEnumerable<JsonObject> Committed(string strategy, params double[] rates) =>
        File.ReadLines(SourceTree.At("Examples", "PaperReproduction", "results", "cells.jsonl")).Select(line => JsonNode.Parse(line)!.AsObject())
            .Where(cell => (string)cell["task"]! == "SST-2 (rates)" && (string)cell["strategy"]! == strategy && rates.Contains((double)cell["learningRate"]!));
}
