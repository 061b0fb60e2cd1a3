using System.Net;
using System.Text.Json.Nodes;

namespace AttnGen.Examples.Tests;

/// <summary>What the paper's reproduction says of the paper's claims, on made-up scores.</summary>
public sealed class PaperClaimsTests : IDisposable
{
    private const string V = "lora rank=8 alpha=8 dropout=0.1; V x1; head x1";
    private const string K = "lora rank=8 alpha=8 dropout=0.1; K x1; head x1";
    private const string QueryValue = "lora rank=8 alpha=8 dropout=0.1; Q x1; V x1; head x1";
    private const string QueryValueTwice = "lora rank=8 alpha=8 dropout=0.1; Q x1; V x2; head x1";
    private const string Every = "lora rank=8 alpha=8 dropout=0.1; Q x1; K x1; V x1; head x1";
    private const string Full = "full; Q x1; V x1; head x1";
    private const string FullEight = "full; Q x1; V x8; head x1";

    private readonly OwnDirectory directory = new();

    private string Cells => Path.Combine(directory.Path, "cells.jsonl");

    private string Page => Path.Combine(directory.Path, "report.html");

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task A_claim_is_decided_where_enough_seeds_agree_and_chance_is_stated()
    {
        Write(
            (V, [0.84, 0.85, 0.86]), (K, [0.83, 0.83, 0.83]),
            (QueryValue, [0.850, 0.860, 0.870]), (Every, [0.851, 0.861, 0.871]), (QueryValueTwice, [0.852, 0.858, 0.872]),
            (Full, [0.86, 0.86]), (FullEight, [0.84, 0.84]));

        var text = await ReportAsync();

        Assert.Contains("Tuning V is better than tuning K: it held in each of 3 seeds, +2.00 points (+1.00 to +3.00).", text, StringComparison.Ordinal);
        Assert.Contains("both at lambda 1 (the paper: comparable or better): it did not hold, the opposite came out in each of 3 seeds, -0.10 points (-0.10 to -0.10).", text, StringComparison.Ordinal);
        Assert.Contains("lambda 2 is better than a tuned lambda 1: undecided, +0.07 points (-0.20 to +0.20) in 3 seeds.", text, StringComparison.Ordinal);
        Assert.Contains("than at lambda 8, each at its own rate: +2.00 points in 2 of 3 seeds, too few to say more.", text, StringComparison.Ordinal);
        Assert.Contains("lambda 4 is better than LoRA: not measured.", text, StringComparison.Ordinal);
        Assert.Contains("Measured on 692 examples: a point is 6.9 of them.", text, StringComparison.Ordinal);
        Assert.Contains("In 2 of 3 comparisons all seeds agree on which is better; were none better than another, they would in 0.8.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_that_diverged_are_counted_and_have_no_score()
    {
        Write((Full, [0.86, 0.86, 0.86]), (FullEight, [0.84, null, null]));
        Assert.Contains("than at lambda 8, each at its own rate: +2.00 points in 1 of 3 seeds, too few to say more. Of the former 0 runs diverged, of the latter 2.", await ReportAsync(), StringComparison.Ordinal);
        Write((Full, [0.86, 0.86, 0.86]), (FullEight, [null, null, null]));
        Assert.Contains("than at lambda 8, each at its own rate: it held, as no run of the latter has a score. Of the former 0 runs diverged, of the latter 3.", await ReportAsync(), StringComparison.Ordinal);
        Write((FullEight, [0.86, 0.86, 0.86]), (Full, [null, null, null]));
        Assert.Contains("each at its own rate: it did not hold, as no run of the former has a score. Of the former 3 runs diverged, of the latter 0.", await ReportAsync(), StringComparison.Ordinal);
    }

    /// <summary>The paper's collapse is one at the rate that all strategies have.</summary>
    [Fact]
    public async Task The_collapse_of_a_high_lambda_is_looked_for_at_equal_rates()
    {
        var rates = Rates();
        var reported = JsonNode.Parse(rates[0])!;
        (reported["id"], reported["task"]) = ("reported", "SST-2");
        File.WriteAllLines(Cells, [.. rates, reported.ToJsonString()]);
        var text = await ReportAsync();
        Assert.Matches(@"Full tuning of Q and V at one base rate, where the paper saw lambda 8 collapse \(one seed, measured on what rates are chosen by\): at 3e-5 lambda 1 has \d\d\.\d\d, lambda 8 has \d\d\.\d\d; at 1e-4 ", text);
        Assert.Contains("Examples/PaperReproduction -- tables SST-2\n", text, StringComparison.Ordinal);
    }

    /// <summary>The committed cells of one measurement each.</summary>
    private static List<string> Rates() =>
        [.. File.ReadLines(SourceTree.At("Examples", "PaperReproduction", "results", "cells.jsonl")).Where(line => line.Contains("(rates)", StringComparison.Ordinal))];

    /// <summary>Committed cells with other scores, and seeds; null for one that diverged.</summary>
    private void Write(params (string Strategy, double?[] Scores)[] rows)
    {
        var known = Rates();
        File.WriteAllLines(Cells, from row in rows from pair in row.Scores.Select((score, index) => (Score: score, Seed: index + 1)) select Line(row.Strategy, pair.Score, pair.Seed));

        string Line(string strategy, double? score, int seed)
        {
            var cell = known.Select(line => JsonNode.Parse(line)!.AsObject()).First(each => (string)each["strategy"]! == strategy && (string)each["status"]! == "Finished");
            (cell["id"], cell["task"], cell["seed"]) = ($"{strategy}/{seed}", "SST-2", seed);
            cell["metrics"]!["accuracy"] = score ?? 0.5;
            cell["evaluations"]![0]!["result"]!["metrics"]!["accuracy"] = score ?? 0.5;
            if (score is null)
            {
                (cell["status"], cell["reason"]) = ("Diverged", "The loss is at chance.");
            }

            return cell.ToJsonString();
        }
    }

    private async Task<string> ReportAsync()
    {
        var run = await ExamplePrograms.RunAsync("PaperReproduction", ["report", "--file", Cells, "--page", Page, "--costs", Path.Combine(directory.Path, "none.json")]);
        Assert.True(run.ExitCode == 0, run.Errors);
        return WebUtility.HtmlDecode(await File.ReadAllTextAsync(Page));
    }
}
