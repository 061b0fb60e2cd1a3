using System.Net;
using System.Text.Json.Nodes;
using System.Xml.Linq;

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

    private const string Comparable = "Tuning Q and V is comparable to tuning all three (at most one point worse) or better, both at lambda";
    private const string FullIsBetter = "Full tuning of Q and V with lambda 8 ends better than with a tuned lambda 1";

    private const string Begin = "<!-- the claims, by report --readme -->";
    private const string End = "<!-- end of the claims -->";

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

        Assert.Equal(["What is said", "SST-2"], Columns());
        Assert.Equal(["the paper", "+2.00", "+1.00 to +3.00", "held"], Said("Tuning V is better than tuning K"));
        Assert.Equal(["the paper", "-0.10", "-0.10 to -0.10", "held"], Said($"{Comparable} 1"));
        Assert.Equal(["the paper", "\u2013"], Said($"{Comparable} 4"));
        Assert.Equal(["the paper", "+0.07", "-0.20 to +0.20", "undecided"], Said("LoRA on Q and V with lambda 2 ends better than with a tuned lambda 1"));
        Assert.Equal(["asked beside it", "-2.00", "-2.00 to -2.00", "2 of 3 seeds"], Said(FullIsBetter));
        Assert.Equal(["asked beside it", "\u2013"], Said("DoRA on Q and V at lambda 4 is better than LoRA"));
        Assert.Contains("Measured on 692 examples: a point is 6.9 of them. Of two strategies that answer a tenth of them differently, the difference has a standard error of 1.2 points", text, StringComparison.Ordinal);
        Assert.Contains("In 1 of 2 comparisons of which ends better all seeds agree; were none better than another on these examples, they would in at most 0.5.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_to_be_comparable_is_decided_by_its_margin()
    {
        Write((QueryValue, [0.85, 0.85, 0.85]), (Every, [0.861, 0.88, 0.90]));
        await ReportAsync();
        Assert.Equal(["the paper", "-3.03", "-5.00 to -1.10", "did not hold"], Said($"{Comparable} 1"));
        Write((QueryValue, [0.85, 0.85, 0.85]), (Every, [0.859, 0.88, 0.90]));
        await ReportAsync();
        Assert.Equal(["the paper", "-2.97", "-5.00 to -0.90", "undecided"], Said($"{Comparable} 1"));
    }

    [Fact]
    public async Task A_run_that_is_ahead_has_more_on_average_over_it()
    {
        Write((QueryValue, [0.86, 0.86, 0.86]), (QueryValueTwice, [0.86, 0.86, 0.86]));
        File.WriteAllLines(Cells, File.ReadAllLines(Cells).Select(line =>
        {
            var cell = JsonNode.Parse(line)!;
            var first = cell["evaluations"]![0]!.DeepClone();
            first["result"]!["metrics"]!["accuracy"] = (string)cell["strategy"]! == QueryValueTwice ? 0.80 : 0.74;
            cell["evaluations"]!.AsArray().Insert(0, first);
            return cell.ToJsonString();
        }));
        await ReportAsync();
        Assert.Equal(["the paper", "+3.00", "+3.00 to +3.00", "held"], Said("LoRA on Q and V with lambda 2 is ahead of a tuned lambda 1 on average over the run"));
        Assert.Equal(["the paper", "0.00", "0.00 to 0.00", "undecided"], Said("LoRA on Q and V with lambda 2 ends better than with a tuned lambda 1"));
    }

    [Fact]
    public async Task Runs_that_diverged_are_counted_and_have_no_score()
    {
        Write((Full, [0.86, 0.86, 0.86]), (FullEight, [0.84, null, null]));
        await ReportAsync();
        Assert.Equal(["asked beside it", "-2.00", "-2.00 to -2.00", "1 of 3 seeds", "diverged: 2 of the former, 0 of the latter"], Said(FullIsBetter));
        Write((Full, [0.86, 0.86, 0.86]), (FullEight, [null, null, null]));
        await ReportAsync();
        Assert.Equal(["asked beside it", "did not hold", "diverged: 3 of the former, 0 of the latter"], Said(FullIsBetter));
        Write((FullEight, [0.86, 0.86, 0.86]), (Full, [null, null, null]));
        await ReportAsync();
        Assert.Equal(["asked beside it", "held", "diverged: 0 of the former, 3 of the latter"], Said(FullIsBetter));
        Write((FullEight, [null, null, null]), (Full, [null, null, null]));
        await ReportAsync();
        Assert.Equal(["asked beside it", "no seed has a score of both", "diverged: 3 of the former, 3 of the latter"], Said(FullIsBetter));
    }

    [Fact]
    public async Task What_became_of_a_claim_on_several_tasks_stands_in_one_row_of_the_page_and_of_a_readme()
    {
        Write((V, [0.84, 0.85, 0.86]), (K, [0.83, 0.83, 0.83]), (Full, [0.86, 0.86, 0.86]), (FullEight, [0.84, null, null]));
        var first = File.ReadAllLines(Cells);
        Write((V, [0.50, 0.53, 0.50]), (K, [0.52, 0.52, 0.52]), (Full, [0.86, 0.86, 0.86]), (FullEight, [null, null, null]));
        File.WriteAllLines(Cells, [.. first, .. File.ReadAllLines(Cells).Select(line =>
        {
            var cell = JsonNode.Parse(line)!;
            (cell["id"], cell["task"]) = ($"{(string)cell["id"]!} of RTE", "RTE");
            return cell.ToJsonString();
        })]);

        await ReportAsync();
        Assert.Equal(["What is said", "SST-2", "RTE", "All"], Columns());
        Assert.Equal(
            ["the paper", "+2.00", "+1.00 to +3.00", "held", "-1.00", "-2.00 to +1.00", "undecided", "1 of 2 tasks", "4 of 6 seeds"],
            Said("Tuning V is better than tuning K"));
        Assert.Equal(
            ["asked beside it", "-2.00", "-2.00 to -2.00", "1 of 3 seeds", "diverged: 2 of the former, 0 of the latter", "did not hold", "diverged: 3 of the former, 0 of the latter", "\u2013"],
            Said(FullIsBetter));

        var readme = Path.Combine(directory.Path, "README.md");
        foreach (var before in new[] { "", "\n| of an | earlier run |\n" })
        {
            await File.WriteAllTextAsync(readme, $"above\n{Begin}\n{before}\n{End}\nbelow\n");
            await ReportAsync(readme: readme);
            var lines = await File.ReadAllLinesAsync(readme);
            Assert.Equal(["above", Begin, "", "| What is said | SST-2 | RTE | All |", "| --- | --- | --- | --- |"], lines[..5]);
            Assert.Equal("| Tuning V is better than tuning K<br>the paper | +2.00<br>+1.00 to +3.00<br>held | -1.00<br>-2.00 to +1.00<br>undecided | 1 of 2 tasks<br>4 of 6 seeds |", lines[5]);
            Assert.Equal(["", End, "below"], lines[^3..]);
        }
    }

    [Fact]
    public async Task A_readme_that_keeps_no_place_for_the_table_is_left_as_it_is()
    {
        var readme = Path.Combine(directory.Path, "README.md");
        Write((V, [0.84, 0.85, 0.86]), (K, [0.83, 0.83, 0.83]));
        await RefusedAsync($"{End}\n{Begin}\n", $"has no place for the table of the claims: write the lines '{Begin}' and '{End}' where it shall stand.");
        Write((V, [0.84, 0.85, 0.86]));
        await RefusedAsync($"{Begin}\n{End}\n", "There is no table of the claims yet: no seed has a score of both strategies of any.");

        async Task RefusedAsync(string text, string message)
        {
            await File.WriteAllTextAsync(readme, text);
            var run = await RunAsync(costs: null, readme);
            Assert.Equal(1, run.ExitCode);
            Assert.Contains(message, run.Errors, StringComparison.Ordinal);
            Assert.Equal(text, await File.ReadAllTextAsync(readme));
        }
    }

    /// <summary>The words are a person's, the numbers are the cells'.</summary>
    [Fact]
    public async Task The_committed_readme_has_the_table_of_the_committed_cells()
    {
        var committed = SourceTree.At("Examples", "PaperReproduction", "README.md");
        var readme = Path.Combine(directory.Path, "README.md");
        File.Copy(committed, readme);
        File.Copy(SourceTree.At("Examples", "PaperReproduction", "results", "cells.jsonl"), Cells);
        await ReportAsync(readme: readme);
        Assert.Equal(await File.ReadAllTextAsync(committed), await File.ReadAllTextAsync(readme));
    }

    /// <summary>Between classes of one size the correlation is twice the accuracy, less one: so is its error.</summary>
    [Fact]
    public async Task How_sure_a_correlation_is_is_told_as_well()
    {
        Write((V, [0.4, 0.4, 0.4]), (K, [0.3, 0.3, 0.3]));
        File.WriteAllText(Cells, File.ReadAllText(Cells).Replace("\"SST-2\"", "\"CoLA\"", StringComparison.Ordinal).Replace("\"accuracy\":", "\"matthews\":", StringComparison.Ordinal));
        Assert.Contains(
            "Measured on 692 examples: a point is a hundredth of Matthews' correlation. Of two strategies that answer a tenth of them differently, the difference has a standard error of about 2.4 points, and more where",
            await ReportAsync(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_learned_nothing_is_named_beside_its_score()
    {
        Write((Full, [0.86, 0.86, 0.53]));
        var lines = File.ReadAllLines(Cells);
        var last = JsonNode.Parse(lines[^1])!;
        last["learnedNothing"] = true;
        last["reason"] = "It learned nothing: the training loss of the last epoch is 0.6930, that of guessing 0.6931.";
        File.WriteAllLines(Cells, [.. lines[..^1], last.ToJsonString()]);
        Assert.Contains($"Runs that learned nothing, and count with their score: {Full}, seed 3.", await ReportAsync(), StringComparison.Ordinal);
    }

    /// <summary>At 40 of 57 rates most strategies have one or two: none of them is chosen yet.</summary>
    [Fact]
    public async Task A_base_rate_is_reported_once_all_were_tried_that_have_to_be()
    {
        const string Text = "The base rates";
        var tried = Rates().Where(line => (string)JsonNode.Parse(line)!["strategy"]! is Every or QueryValue).ToList();
        File.WriteAllLines(Cells, tried);
        var whole = await ReportAsync();
        Assert.Contains(Text, whole, StringComparison.Ordinal);
        Assert.Contains("LoRA QV r8 l1", whole, StringComparison.Ordinal);
        File.WriteAllLines(Cells, tried.Where(line => (string)JsonNode.Parse(line)!["strategy"]! == Every || (double)JsonNode.Parse(line)!["learningRate"]! != 1e-3));
        var part = await ReportAsync();
        Assert.Contains(Text, part, StringComparison.Ordinal);
        Assert.DoesNotContain("LoRA QV r8 l1", part, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Which_lambda_converges_faster_is_told_beside_lambda_1_of_the_same_method()
    {
        const string Title = "By step, SST-2: LoRA QV r8 l1 and higher lambdas";
        Write((QueryValue, [0.86, 0.86, 0.86]), (QueryValueTwice, [0.86, 0.86, 0.86]));
        Assert.Contains(Title, await ReportAsync(), StringComparison.Ordinal);
        Write((QueryValueTwice, [0.86, 0.86, 0.86]), (Full, [0.86, 0.86, 0.86]));
        var text = await ReportAsync();
        Assert.DoesNotContain("and higher lambdas", text, StringComparison.Ordinal);
        Write((V, [0.86, 0.86, 0.86]));
        Assert.DoesNotContain("By step", await ReportAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Costs_of_another_model_or_device_are_left_out_of_the_report()
    {
        Write((Full, [0.86, 0.86, 0.86]));
        var costs = SourceTree.At("Examples", "PaperReproduction", "results", "costs.json");
        Assert.Contains("LoRA QV r8 l1 has 66.7 % of the bytes", await ReportAsync(costs), StringComparison.Ordinal);
        File.WriteAllLines(Cells, File.ReadAllLines(Cells).Select(line =>
        {
            var cell = JsonNode.Parse(line)!;
            cell["settings"]!["device"] = "cuda";
            return cell.ToJsonString();
        }));
        var text = await ReportAsync(costs);
        Assert.DoesNotContain("of the bytes and takes", text, StringComparison.Ordinal);
        Assert.Contains("tables", text, StringComparison.Ordinal);
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
        Assert.Matches(@"Full tuning of Q and V at one base rate \(one seed, measured on what rates are chosen by\): at 3e-5 lambda 1 has \d\d\.\d\d, lambda 8 has \d\d\.\d\d; at 1e-4 ", text);
        Assert.Contains("Examples/PaperReproduction -- tables SST-2", text, StringComparison.Ordinal);
    }

    /// <summary>The committed cells of one measurement each, of the task that the tests write of: what another's cells came to is no part of them.</summary>
    private static List<string> Rates() =>
        [.. File.ReadLines(SourceTree.At("Examples", "PaperReproduction", "results", "cells.jsonl")).Where(line => line.Contains("\"SST-2 (rates)\"", StringComparison.Ordinal))];

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

    /// <summary>The heads of the table of claims, which is the page's first section.</summary>
    private IEnumerable<string> Columns() => Table().Descendants("thead").Single().Descendants("th").Select(head => head.Value);

    /// <summary>What the table says of a claim, in the order of its columns: each text of a cell by itself.</summary>
    private IEnumerable<string> Said(string claim) =>
        Table().Descendants("tr").Single(row => row.Element("th")!.FirstNode!.ToString() == claim).DescendantNodes().OfType<XText>().Select(text => text.Value.Trim()).Where(text => text.Length > 0).Skip(1);

    private XElement Table()
    {
        var first = XDocument.Load(Page).Descendants("section").First();
        Assert.Equal("What became of the paper's claims", first.Element("h2")!.Value);
        return first;
    }

    private async Task<string> ReportAsync(string? costs = null, string? readme = null)
    {
        var run = await RunAsync(costs, readme);
        Assert.True(run.ExitCode == 0, run.Errors);
        return WebUtility.HtmlDecode(await File.ReadAllTextAsync(Page));
    }

    private Task<ProcessRun> RunAsync(string? costs, string? readme) => ExamplePrograms.RunAsync(
        "PaperReproduction",
        ["report", "--file", Cells, "--page", Page, "--costs", costs ?? Path.Combine(directory.Path, "none.json"), .. readme is null ? Array.Empty<string>() : ["--readme", readme]]);
}
