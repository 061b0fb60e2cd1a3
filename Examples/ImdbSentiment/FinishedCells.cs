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
    /// <exception cref="InvalidDataException">The file is no result file, or has results of other runs, which would be lost.</exception>
    public async Task RunAsync(IReadOnlyList<(string Name, SentimentOptions Options)> cells, string output, Func<IReadOnlyList<JsonObject>, JsonObject> summary, CancellationToken cancellation)
    {
        JsonObject?[] results = Known(cells);
        for (var i = 0; i < results.Length; i++)
        {
            var (name, cell) = cells[i];
            if (results[i] is not null)
            {
                console.WriteLine($"=== {name}: finished before");
                continue;
            }

            console.WriteLine($"=== {name}");
            cell = cell with { Output = Path.Combine(output, $"{i}") };
            var result = await new SentimentRun(cell with { Resume = cell.Resume && File.Exists(cell.StateFile) }, console).RunAsync(cancellation).ConfigureAwait(false);
            results[i] = new JsonObject { ["name"] = name, ["settings"] = cell.ToJson(), ["result"] = result.ToJson() };
            List<JsonObject> finished = [.. results.OfType<JsonObject>()];
            Write(summary(finished), finished);
        }
    }

    /// <summary>For each run its result in the file, or null.</summary>
    private JsonObject?[] Known(IReadOnlyList<(string Name, SentimentOptions Options)> cells)
    {
        var before = Read();
        JsonObject?[] known = [.. cells.Select(cell => cell.Options.ToJson()).Select(settings => before.FirstOrDefault(done => JsonNode.DeepEquals(done["settings"], settings)))];
        return before.FirstOrDefault(done => !known.Any(cell => cell is not null && JsonNode.DeepEquals(cell["settings"], done["settings"]))) is not { } other
            ? known
            : throw new InvalidDataException($"'{file}' has a result of other settings, which would be lost: {other["settings"]?.ToJsonString()}, where this command has {cells[0].Options.ToJson().ToJsonString()}. Name another file with --file, or give its settings.");
    }

    private List<JsonObject> Read()
    {
        if (Directory.Exists(file))
        {
            throw new IOException($"'{file}' is a directory. Name the result file in it with --file: study.json.");
        }

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
