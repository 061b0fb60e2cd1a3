using System.Text.Json;
using System.Text.Json.Nodes;
using AttnGen.Files;
using AttnGen.Training;
using Spectre.Console;

namespace ImdbSentiment;

/// <summary>
/// Runs one after the other, with one result file: each finished run (a cell) is written at once, and what was interrupted goes on after its last one.
/// </summary>
internal sealed class FinishedCells(string file, IAnsiConsole console)
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>Runs what is not in the file.</summary>
    /// <param name="cells">The runs.</param>
    /// <param name="output">The directory below which each run has its own.</param>
    /// <param name="summary">What stands in the file before the cells, for those that are finished.</param>
    public async Task RunAsync(IEnumerable<(string Name, SentimentOptions Options)> cells, string output, Func<IReadOnlyList<JsonObject>, JsonObject> summary, CancellationToken cancellation)
    {
        var before = Read();
        var finished = new List<JsonObject>();
        foreach (var (name, cell) in cells)
        {
            var settings = cell.ToJson();
            if (before.FirstOrDefault(done => JsonNode.DeepEquals(done["settings"], settings)) is { } known)
            {
                console.WriteLine($"=== {name}: finished before");
                finished.Add(known.DeepClone().AsObject());
                continue;
            }

            console.WriteLine($"=== {name}");
            var result = await new SentimentRun(cell with { Resume = false, Output = Path.Combine(output, $"{finished.Count}") }, console).RunAsync(cancellation).ConfigureAwait(false);
            finished.Add(new JsonObject { ["name"] = name, ["settings"] = settings, ["result"] = result.ToJson() });
            Write(summary(finished), finished);
        }
    }

    private List<JsonObject> Read()
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

        throw new InvalidDataException($"'{file}' is no result file of such runs. Name another one with --file, or delete it.");
    }

    private void Write(JsonObject summary, IReadOnlyList<JsonObject> cells)
    {
        var json = new JsonObject { ["machine"] = JsonSerializer.SerializeToNode(RunVersions.Current(), JsonSerializerOptions.Web) };
        foreach (var (key, value) in summary)
        {
            json[key] = value?.DeepClone();
        }

        json["cells"] = new JsonArray([.. cells.Select(cell => cell.DeepClone())]);
        AtomicFile.WriteText(file, json.ToJsonString(Format) + "\n");
    }
}
