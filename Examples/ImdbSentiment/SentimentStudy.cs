using System.Text.Json.Nodes;
using AttnGen;
using Spectre.Console;

namespace ImdbSentiment;

/// <summary>The committed result: three fixed seeds of the default run, and two controls (only the head trained; shuffled labels) on the first seed.</summary>
internal sealed class SentimentStudy(SentimentOptions options, IAnsiConsole console)
{
    /// <summary>How the names of the runs begin that are not controls.</summary>
    private const string Main = "LoRA Q and V";
    private static readonly long[] Seeds = [1, 2, 3];

    public Task RunAsync(string file, CancellationToken cancellation) => new FinishedCells(file, console).RunAsync([.. Cells()], options.Output, Summary, cancellation);

    private IEnumerable<(string Name, SentimentOptions Options)> Cells()
    {
        foreach (var seed in Seeds)
        {
            yield return ($"{Main}, seed {seed}", options with { Seed = seed });
        }

        yield return ($"only the head, seed {Seeds[0]}", options with { Seed = Seeds[0], Targets = Matrix.None });
        yield return ($"shuffled labels, seed {Seeds[0]}", options with { Seed = Seeds[0], ShuffleLabels = true });
    }

    private static JsonObject Summary(IReadOnlyList<JsonObject> cells)
    {
        var main = cells.Where(cell => ((string)cell["name"]!).StartsWith(Main, StringComparison.Ordinal)).Select(cell => (double)cell["result"]!["accuracy"]!).ToList();
        return main.Count == 0 ? [] : new JsonObject { ["meanAccuracy"] = Math.Round(main.Average(), 4), ["lowestAccuracy"] = Math.Round(main.Min(), 4) };
    }
}
