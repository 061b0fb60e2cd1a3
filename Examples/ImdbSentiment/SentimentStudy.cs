using System.Text.Json;
using System.Text.Json.Nodes;
using AttnGen;
using AttnGen.Files;
using AttnGen.Training;
using Spectre.Console;

namespace ImdbSentiment;

/// <summary>The committed result: three fixed seeds of the default run, and two controls (only the head trained; shuffled labels) on the first seed.</summary>
internal sealed class SentimentStudy(SentimentOptions options, IAnsiConsole console)
{
    private static readonly long[] Seeds = [1, 2, 3];

    public async Task RunAsync(string file, CancellationToken cancellation)
    {
        var cells = Seeds.Select(seed => (Name: $"LoRA Q and V, seed {seed}", Options: options with { Seed = seed }))
            .Append(("only the head, seed 1", options with { Seed = Seeds[0], Targets = Matrix.None }))
            .Append(("shuffled labels, seed 1", options with { Seed = Seeds[0], ShuffleLabels = true }));
        var results = new List<(string Name, SentimentOptions Options, SentimentResult Result)>();
        foreach (var (name, cell) in cells)
        {
            console.WriteLine($"=== {name}");
            results.Add((name, cell, await new SentimentRun(cell with { Output = Path.Combine(options.Output, $"{results.Count}") }, console).RunAsync(cancellation).ConfigureAwait(false)));
            // After each cell, so that an interruption loses one at most.
            Write(file, results);
        }
    }

    private static void Write(string file, List<(string Name, SentimentOptions Options, SentimentResult Result)> results)
    {
        var main = results.Take(Seeds.Length).Select(cell => cell.Result.Accuracy).ToList();
        var json = new JsonObject
        {
            ["machine"] = JsonSerializer.SerializeToNode(RunVersions.Current(), JsonSerializerOptions.Web),
            ["meanAccuracy"] = Math.Round(main.Average(), 4),
            ["lowestAccuracy"] = Math.Round(main.Min(), 4),
            ["cells"] = new JsonArray([.. results.Select(cell => new JsonObject { ["name"] = cell.Name, ["settings"] = cell.Options.ToJson(), ["result"] = cell.Result.ToJson() })]),
        };
        AtomicFile.WriteText(file, json.ToJsonString(new JsonSerializerOptions { WriteIndented = true, NewLine = "\n" }) + "\n");
    }
}
