using System.Text.Json;
using System.Text.Json.Nodes;
using AttnGen;
using AttnGen.Files;
using AttnGen.Training;
using Spectre.Console;

namespace ImdbSentiment;

/// <summary>
/// The committed result: three fixed seeds of the default run, and two controls (only the head trained; shuffled labels) on the first seed. Each finished
/// cell is written at once; a study that was interrupted goes on after its last one.
/// </summary>
internal sealed class SentimentStudy(SentimentOptions options, IAnsiConsole console)
{
    private static readonly long[] Seeds = [1, 2, 3];

    public async Task RunAsync(string file, CancellationToken cancellation)
    {
        var finished = Read(file);
        var cells = new List<JsonObject>();
        foreach (var (name, cell) in Cells())
        {
            var settings = cell.ToJson();
            if (finished.FirstOrDefault(done => JsonNode.DeepEquals(done["settings"], settings)) is { } known)
            {
                console.WriteLine($"=== {name}: finished before");
                cells.Add(known.DeepClone().AsObject());
                continue;
            }

            console.WriteLine($"=== {name}");
            var result = await new SentimentRun(cell with { Resume = false, Output = Path.Combine(options.Output, $"{cells.Count}") }, console).RunAsync(cancellation).ConfigureAwait(false);
            cells.Add(new JsonObject { ["name"] = name, ["settings"] = settings, ["result"] = result.ToJson() });
            Write(file, cells);
        }
    }

    private IEnumerable<(string Name, SentimentOptions Options)> Cells()
    {
        foreach (var seed in Seeds)
        {
            yield return ($"LoRA Q and V, seed {seed}", options with { Seed = seed });
        }

        yield return ($"only the head, seed {Seeds[0]}", options with { Seed = Seeds[0], Targets = Matrix.None });
        yield return ($"shuffled labels, seed {Seeds[0]}", options with { Seed = Seeds[0], ShuffleLabels = true });
    }

    private static List<JsonObject> Read(string file)
    {
        if (!File.Exists(file))
        {
            return [];
        }

        try
        {
            if (JsonNode.Parse(File.ReadAllText(file)) is JsonObject study && study["cells"] is JsonArray cells && cells.All(cell => cell is JsonObject))
            {
                return [.. cells.Select(cell => cell!.AsObject())];
            }
        }
        catch (JsonException)
        {
            // The same answer as for JSON of another shape.
        }

        throw new InvalidDataException($"'{file}' is no result file of a study. Name another one with --file, or delete it.");
    }

    private static void Write(string file, List<JsonObject> cells)
    {
        var main = cells.Take(Seeds.Length).Select(cell => (double)cell["result"]!["accuracy"]!).ToList();
        var json = new JsonObject
        {
            ["machine"] = JsonSerializer.SerializeToNode(RunVersions.Current(), JsonSerializerOptions.Web),
            ["meanAccuracy"] = Math.Round(main.Average(), 4),
            ["lowestAccuracy"] = Math.Round(main.Min(), 4),
            ["cells"] = new JsonArray([.. cells.Select(cell => cell.DeepClone())]),
        };
        AtomicFile.WriteText(file, json.ToJsonString(new JsonSerializerOptions { WriteIndented = true, NewLine = "\n" }) + "\n");
    }
}
