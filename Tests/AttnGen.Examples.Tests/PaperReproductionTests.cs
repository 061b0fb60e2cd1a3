using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AttnGen.Examples.Tests;

/// <summary>The paper's reproduction on a few sentences.</summary>
public sealed partial class PaperReproductionTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("attngen-paper").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public async Task Of_the_scalings_only_the_papers_keeps_every_part_of_the_change_of_order_1()
    {
        var run = await ExamplePrograms.RunAsync("PaperReproduction", ["theorem2"]);
        Assert.True(run.ExitCode == 0, run.Errors);
        var scalings = Orders().Matches(run.Output);
        Assert.Equal(5, scalings.Count);
        foreach (Match scaling in scalings)
        {
            var orders = scaling.Groups[2].Value.Split(", ").Select(order => double.Parse(order, System.Globalization.CultureInfo.InvariantCulture)).ToList();
            Assert.Equal(scaling.Groups[1].Value.StartsWith("the paper's", StringComparison.Ordinal), orders.All(order => Math.Abs(order) < 0.1));
        }
    }

    /// <summary>Killed without a word, in the middle of cells that have processes of their own; then run to its end.</summary>
    [AssetFact]
    public async Task A_sweep_that_was_killed_in_a_cell_and_resumed_ends_with_the_file_of_one_that_was_not()
    {
        var data = WriteData();
        var (whole, parts) = (Path.Combine(directory, "whole.jsonl"), Path.Combine(directory, "parts.jsonl"));
        string[] Arguments(string file, int processes) => ["figure1", "sst-2", "--data", data, "--examples", "16", "--batch", "4", "--products", "standard", "--threads", "1", "--file", file, "--processes", $"{processes}"];
        var uninterrupted = await ExamplePrograms.RunAsync("PaperReproduction", Arguments(whole, 1));
        Assert.True(uninterrupted.ExitCode == 0, uninterrupted.Errors);
        Assert.Contains("25/25  SST-2 (heat map); lora rank=8", uninterrupted.Output, StringComparison.Ordinal);

        using (var running = ExamplePrograms.Start("PaperReproduction", Arguments(parts, 2)))
        {
            await running.Until(() => File.Exists(parts) && File.ReadLines(parts).Count() >= 3);
            running.Kill();
            await running.End();
        }

        Assert.InRange(File.ReadLines(parts).Count(), 3, 24);
        var resumed = await ExamplePrograms.RunAsync("PaperReproduction", Arguments(parts, 2));
        Assert.True(resumed.ExitCode == 0, resumed.Errors);
        Assert.Equal(WithoutTimes(whole), WithoutTimes(parts));
        Assert.Equal(["parts.jsonl", "parts.jsonl.lock", "whole.jsonl", "whole.jsonl.lock"], Directory.GetFiles(directory).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        // Five rates a side: what is one rate must not be told apart by its last digits.
        var page = Path.Combine(directory, "report.html");
        var report = await ExamplePrograms.RunAsync("PaperReproduction", ["report", "--file", whole, "--page", page, "--costs", "none"]);
        Assert.True(report.ExitCode == 0, report.Errors);
        var map = HeatMap().Match(await File.ReadAllTextAsync(page)).Value;
        Assert.Equal((6, 10), (Rows().Count(map), Heads().Count(map) - 1));
    }

    /// <summary>While another thread trains, an exit by libtorch's own end is a fault.</summary>
    [AssetFact]
    public async Task A_cell_ends_with_its_sweep_and_by_no_fault()
    {
        var handover = Path.Combine(directory, "cell.json");
        string[] cell = ["cell", "--handover", handover, "--cell-task", "SST-2", "--cell-stage", "Rates", "--cell-targets", "QV", "--cell-method", "full", "--cell-lambda", "1", "--cell-rate", "1e-4", "--cell-seed", "1"];
        using var running = ExamplePrograms.Start("PaperReproduction", [.. cell, "--data", WriteData(training: 4_000), "--products", "standard"]);
        await running.Until(() => running.ProcessorTime > TimeSpan.FromSeconds(10));
        running.CloseInput();
        var run = await running.End();
        Assert.Equal(("", OperatingSystem.IsWindows() ? -1 : 128 + 9), (run.Errors, run.ExitCode));
        Assert.False(File.Exists(handover));
    }

    [Fact]
    public async Task The_papers_size_has_its_ranks_and_rates()
    {
        var run = await ExamplePrograms.RunAsync("PaperReproduction", ["progress", "sst-2", "--full", "--file", Path.Combine(directory, "none.jsonl")]);
        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Equal(
            ["SST-2 (rates): 0 of 129", "SST-2: 0 of 129", "SST-2 (heat map): 0 of 36", "SST-2 (heat map, K frozen): 0 of 35"],
            run.Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)[..4]);
    }

    [AssetFact]
    public async Task What_is_wrong_is_said_in_a_line()
    {
        // The environment's directory has it; the one that was named does not.
        var missing = await ExamplePrograms.RunAsync(
            "PaperReproduction", ["figure1", "rte", "--data", WriteData(), "--file", Path.Combine(directory, "none.jsonl")], ("ATTNGEN_DATA", SourceTree.At("..", "shared", "data")));
        Assert.Equal(1, missing.ExitCode);
        Assert.Contains("The part Train of RTE (train.tsv) is not there", missing.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", missing.Errors, StringComparison.Ordinal);

        // Of this one the samples to train on are there, and nothing to measure on.
        foreach (var part in new[] { "official_dev.tsv", "subset_dev.json" })
        {
            File.Delete(Path.Combine(directory, "data", "SST-2", part));
        }

        var unmeasured = await ExamplePrograms.RunAsync("PaperReproduction", ["figure1", "sst-2", "--data", Path.Combine(directory, "data"), "--file", Path.Combine(directory, "none.jsonl")]);
        Assert.Equal(1, unmeasured.ExitCode);
        Assert.Contains("The part Development of SST-2 (official_dev.tsv or dev.tsv) is not there", unmeasured.Errors, StringComparison.Ordinal);

        var unknown = await ExamplePrograms.RunAsync("PaperReproduction", ["tables", "sst-3"]);
        Assert.Equal(1, unknown.ExitCode);
        Assert.Contains("'sst-3' is no GLUE task", unknown.Errors, StringComparison.Ordinal);

        var folder = await ExamplePrograms.RunAsync("PaperReproduction", ["figure1", "sst-2", "--data", WriteData(), "--file", directory]);
        Assert.Equal(1, folder.ExitCode);
        Assert.Contains($"'{directory}' is a directory. Name the result file in it", folder.Errors, StringComparison.Ordinal);

        var options = await ExamplePrograms.RunAsync("PaperReproduction", ["tables", "sst-2", "--device", "CUDA", "--examples", "1"]);
        Assert.Equal(1, options.ExitCode);
        Assert.Contains("--device is 'CUDA'; it is cpu, cuda, or cuda: and a number.", options.Errors, StringComparison.Ordinal);
        Assert.Contains("--examples is 1; it is at least 2.", options.Errors, StringComparison.Ordinal);

        var costs = await ExamplePrograms.RunAsync("PaperReproduction", ["costs", "--length", "8"]);
        Assert.Equal(1, costs.ExitCode);
        Assert.StartsWith("With --length name a result file of its own (--costs)", costs.Errors, StringComparison.Ordinal);

        var mixed = await ExamplePrograms.RunAsync("PaperReproduction", ["tables", "sst-2", "--full"]);
        Assert.Equal(1, mixed.ExitCode);
        Assert.StartsWith("With --full name a result file of its own (--file)", mixed.Errors, StringComparison.Ordinal);
    }

    /// <summary>Without the official part the sample to measure on is what is reported.</summary>
    [AssetFact]
    public async Task Rates_are_chosen_on_what_is_held_out_where_there_is_no_other_part()
    {
        var (data, file) = (WriteData(), Path.Combine(directory, "cells.jsonl"));
        File.Delete(Path.Combine(data, "SST-2", "official_dev.tsv"));
        using var running = ExamplePrograms.Start("PaperReproduction", ["tables", "sst-2", "--data", data, "--examples", "16", "--batch", "4", "--products", "standard", "--threads", "1", "--file", file]);
        await running.Until(() => File.Exists(file));
        running.Kill();
        await running.End();
        var settings = JsonNode.Parse(File.ReadLines(file).First())!["settings"]!;
        Assert.Equal(("subset_train.json (held out)", "subset_train.json", 16), ((string)settings["development"]!, (string)settings["training"]!, (int)settings["trainingExamples"]!));
    }

    /// <summary>The sample to measure on is of what is trained on there.</summary>
    [AssetFact]
    public async Task What_is_trained_on_is_not_measured_on()
    {
        var data = WriteData();
        File.Delete(Path.Combine(data, "SST-2", "official_dev.tsv"));
        File.Delete(Path.Combine(data, "SST-2", "subset_train.json"));
        File.WriteAllLines(Path.Combine(data, "SST-2", "train.tsv"), ["sentence\tlabel", .. Enumerable.Range(0, 8).Select(index => $"a film\t{index % 2}")]);
        var run = await ExamplePrograms.RunAsync("PaperReproduction", ["tables", "sst-2", "--data", data, "--file", Path.Combine(directory, "cells.jsonl")]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("no official development part of SST-2", run.Errors, StringComparison.Ordinal);
    }

    [AssetFact]
    public async Task A_file_of_another_size_is_refused_and_stays_as_it_is()
    {
        var (data, file) = (WriteData(), Path.Combine(directory, "cells.jsonl"));
        string[] Arguments(int examples) => ["figure1", "sst-2", "--data", data, "--examples", $"{examples}", "--batch", "4", "--products", "standard", "--threads", "1", "--file", file];
        using (var running = ExamplePrograms.Start("PaperReproduction", Arguments(8)))
        {
            await running.Until(() => File.Exists(file));
            running.Kill();
            await running.End();
        }

        var before = await File.ReadAllTextAsync(file);
        var other = await ExamplePrograms.RunAsync("PaperReproduction", Arguments(16));
        Assert.Equal(1, other.ExitCode);
        Assert.Contains("examples is 8 there, and 16 now", other.Errors, StringComparison.Ordinal);

        // No cell of this figure is there.
        var another = await ExamplePrograms.RunAsync("PaperReproduction", ["figure2", .. Arguments(8)[1..], "--precision", "bfloat16"]);
        Assert.Equal(1, another.ExitCode);
        Assert.Contains("precision is \"Float32\" there, and \"BFloat16\" now", another.Errors, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(file));
    }

    /// <summary>Each projection of this encoder has the same shape.</summary>
    [AssetFact]
    public async Task Q_and_V_cost_exactly_two_thirds_of_the_bytes_of_all_three_without_the_head()
    {
        var file = Path.Combine(directory, "costs.json");
        var run = await ExamplePrograms.RunAsync("PaperReproduction", ["costs", "--batch", "2", "--length", "8", "--threads", "1", "--costs", file]);
        Assert.True(run.ExitCode == 0, run.Errors);
        var rows = JsonNode.Parse(await File.ReadAllTextAsync(file))!["rows"]!.AsArray();
        Assert.Equal(["LoRA QV r8 l1", "LoRA QKV r8 l1"], rows.Select(row => (string)row!["strategy"]!));
        foreach (var of in new[] { "projectionParameters", "projectionBytes" })
        {
            Assert.Equal(2 * (long)rows[1]![of]!, 3 * (long)rows[0]![of]!);
        }

        Assert.All(rows, row => Assert.True((double)row!["secondsPerStep"]! > 0));
    }

    /// <summary>It is read, and results say whose weights they have.</summary>
    [AssetFact]
    public async Task A_model_of_a_directory_is_the_one_that_is_run()
    {
        var asset = RealAssets.MiniLm;
        var (model, file) = (Path.Combine(directory, "own-minilm"), Path.Combine(directory, "costs.json"));
        Directory.CreateDirectory(model);
        var missing = await ExamplePrograms.RunAsync("PaperReproduction", ["costs", "--model", model, "--costs", file]);
        Assert.Equal(1, missing.ExitCode);
        Assert.StartsWith($"'{model}' has no model.safetensors.", missing.Errors, StringComparison.Ordinal);

        foreach (var name in new[] { "model.safetensors", "tokenizer.json", "config.json" })
        {
            File.Copy(asset.PathOf(name), Path.Combine(model, name));
        }

        string[] arguments = ["costs", "--model", model, "--batch", "2", "--length", "8", "--threads", "1", "--costs", file];
        var run = await ExamplePrograms.RunAsync("PaperReproduction", arguments);
        Assert.True(run.ExitCode == 0, run.Errors);
        var settings = JsonNode.Parse(await File.ReadAllTextAsync(file))!["settings"]!;
        Assert.Equal("own-minilm", (string)settings["model"]!);

        // Of all three files: what the configuration says decides the results as the weights do.
        await File.AppendAllTextAsync(Path.Combine(model, "config.json"), "\n");
        Assert.Equal(0, (await ExamplePrograms.RunAsync("PaperReproduction", arguments)).ExitCode);
        var changed = JsonNode.Parse(await File.ReadAllTextAsync(file))!["settings"]!;
        Assert.Matches("^[0-9a-f]{16}$", (string)settings["modelFingerprint"]!);
        Assert.NotEqual((string)settings["modelFingerprint"]!, (string)changed["modelFingerprint"]!);

        var configuration = JsonNode.Parse(await File.ReadAllTextAsync(asset.PathOf("config.json")))!;
        configuration["num_hidden_layers"] = 5;
        await File.WriteAllTextAsync(Path.Combine(model, "config.json"), configuration.ToJsonString());
        var other = await ExamplePrograms.RunAsync("PaperReproduction", arguments);
        Assert.Equal(1, other.ExitCode);
        Assert.Contains(Path.Combine(model, "model.safetensors"), other.Errors, StringComparison.Ordinal);
        Assert.Contains("unexpected: encoder.layer.5.attention.self.query.weight", other.Errors, StringComparison.Ordinal);
    }

    /// <summary>What was run is what the program would run today, on the parts that it says, and no score is made up.</summary>
    [Fact]
    public async Task The_committed_cells_are_cells_of_the_tables_and_figures()
    {
        var file = SourceTree.At("Examples", "PaperReproduction", "results", "cells.jsonl");
        var run = await ExamplePrograms.RunAsync("PaperReproduction", ["progress", "--file", file]);
        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Contains("\n0 lines of these tasks are no cells of these tables and figures.", run.Output, StringComparison.Ordinal);

        var cells = File.ReadLines(file).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(cells.Count, Done().Matches(run.Output).Sum(match => int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.All(cells, cell =>
        {
            var rates = ((string)cell["task"]!).EndsWith("(rates)", StringComparison.Ordinal);
            Assert.Equal(rates ? "subset_dev.json" : "official_dev.tsv", (string)cell["settings"]!["development"]!);
            var evaluations = cell["evaluations"]!.AsArray();
            Assert.True((string)cell["status"]! == "Diverged" || JsonNode.DeepEquals(cell["metrics"], evaluations[^1]!["result"]!["metrics"]), $"{cell["id"]}");
            Assert.All(evaluations, evaluation => Assert.All(evaluation!["result"]!["metrics"]!.AsObject(), metric => Assert.InRange(metric.Value!.GetValue<double>(), -1, 1)));
        });

        // A file has one experiment, and says on which data: what goes on with it must be the same.
        Assert.All(cells, cell => Assert.All(
            new[] { "model", "training", "trainingExamples", "trainingFingerprint", "epochs", "developmentFingerprint", "length", "batch", "precision", "products", "full" },
            setting => Assert.NotNull(cell["settings"]![setting])));
        Assert.All(cells.GroupBy(cell => (string)cell["task"]!), ofTask => Assert.Single(ofTask.Select(cell => cell["settings"]!.ToJsonString()).Distinct()));
    }

    /// <summary>To the letter; how a picture is packed is left to the library that draws it.</summary>
    [Fact]
    public async Task The_committed_report_is_of_the_committed_cells()
    {
        var committed = SourceTree.At("Examples", "PaperReproduction", "results");
        var page = Path.Combine(directory, "report.html");
        var run = await ExamplePrograms.RunAsync(
            "PaperReproduction",
            ["report", "--file", Path.Combine(committed, "cells.jsonl"), "--costs", Path.Combine(committed, "costs.json"), "--page", page]);
        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Equal(Picture().Replace(File.ReadAllText(Path.Combine(committed, "report.html")), "picture"), Picture().Replace(File.ReadAllText(page), "picture"));
        Assert.Equal(Pictures(committed), Pictures(directory));

        static IEnumerable<string?> Pictures(string folder) => Directory.GetFiles(folder, "report-*.png").Select(Path.GetFileName).Order(StringComparer.Ordinal);
    }

    /// <summary>A sweep writes its own cells first, so that the order of the lines is that in which sweeps ran.</summary>
    [Fact]
    public async Task The_order_of_the_cells_does_not_order_the_tables()
    {
        var committed = SourceTree.At("Examples", "PaperReproduction", "results");
        var (file, page) = (Path.Combine(directory, "cells.jsonl"), Path.Combine(directory, "report.html"));
        File.WriteAllLines(file, File.ReadAllLines(Path.Combine(committed, "cells.jsonl")).Reverse());
        var run = await ExamplePrograms.RunAsync("PaperReproduction", ["report", "--file", file, "--costs", Path.Combine(committed, "costs.json"), "--page", page]);
        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Equal(Heads(Path.Combine(committed, "report.html")), Heads(page));

        static IEnumerable<string> Heads(string page) => ColumnHeads().Matches(File.ReadAllText(page)).Select(heads => heads.Value);
    }

    private static List<string> WithoutTimes(string file) =>
    [
        .. File.ReadLines(file).Select(line =>
        {
            var result = JsonNode.Parse(line)!.AsObject();
            foreach (var key in new[] { "seconds", "secondsPerStep", "peakMemoryBytes" })
            {
                result.Remove(key);
            }

            foreach (var evaluation in result["evaluations"]!.AsArray())
            {
                evaluation!["result"]!.AsObject().Remove("seconds");
            }

            return result.ToJsonString();
        }),
    ];

    private string WriteData(int training = 20)
    {
        var folder = Path.Combine(directory, "data", "SST-2");
        Directory.CreateDirectory(folder);
        Write("subset_train.json", training);
        Write("subset_dev.json", 8);
        File.WriteAllLines(Path.Combine(folder, "official_dev.tsv"), ["sentence\tlabel", .. Enumerable.Range(0, 8).Select(index => $"{Sentence(index)}\t{index % 2}")]);
        return Path.Combine(directory, "data");

        void Write(string name, int count) => File.WriteAllText(Path.Combine(folder, name), new JsonObject(Enumerable.Range(0, count).Select(index =>
            KeyValuePair.Create<string, JsonNode?>($"{index}", new JsonObject { ["text_a"] = Sentence(index), ["text_b"] = null, ["label"] = $"{index % 2}" }))).ToJsonString());

        static string Sentence(int index) => $"a {(index % 2 == 0 ? "dull and endless" : "moving and funny")} film , the {index}th of the year";
    }

    [GeneratedRegex("<table>(?:(?!</table>).)*rate of V</th>.*?</table>", RegexOptions.Singleline)]
    private static partial Regex HeatMap();

    [GeneratedRegex("data:image/png;base64,[^\"]*")]
    private static partial Regex Picture();

    [GeneratedRegex("^<tr><th scope=\"col\">.*$", RegexOptions.Multiline)]
    private static partial Regex ColumnHeads();

    [GeneratedRegex("<tr\\b")]
    private static partial Regex Rows();

    [GeneratedRegex("<th\\b")]
    private static partial Regex Heads();

    [GeneratedRegex(@": (\d+) of \d+$", RegexOptions.Multiline)]
    private static partial Regex Done();

    [GeneratedRegex(@"^(.+): orders (-?[\d.]+, -?[\d.]+, -?[\d.]+)", RegexOptions.Multiline)]
    private static partial Regex Orders();
}
