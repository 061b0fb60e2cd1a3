using System.Text.Json.Nodes;
using AttnGen;
using Spectre.Console;

namespace ImdbSentiment;

/// <summary>What bfloat16 changes: the same runs in both precisions, from the same five seeds.</summary>
internal sealed class PrecisionStudy(SentimentOptions options, IAnsiConsole console)
{
    private const int Seeds = 5;
    private static readonly Precision[] Precisions = [Precision.Float32, Precision.BFloat16];

    public Task RunAsync(string file, CancellationToken cancellation) => new FinishedCells(file, console).RunAsync([.. Cells()], options.Output, Summary, cancellation);

    private IEnumerable<(string Name, SentimentOptions Options)> Cells() =>
        from seed in Enumerable.Range(1, Seeds)
        from precision in Precisions
        select ($"{precision}, seed {seed}", options with { Seed = seed, Precision = precision });

    private static JsonObject Summary(IReadOnlyList<JsonObject> cells) =>
        new() { ["testLoss"] = Compare(cells, "testLoss"), ["trainLoss"] = Compare(cells, "trainLoss"), ["accuracy"] = Compare(cells, "accuracy"), ["seconds"] = Compare(cells, "seconds") };

    /// <summary>Mean and deviation of each, and how many deviations of float32's seeds lie between the means.</summary>
    private static JsonObject Compare(IReadOnlyList<JsonObject> cells, string key)
    {
        var summary = new JsonObject();
        var spreads = Precisions.Select(precision => cells.Where(cell => (string)cell["settings"]!["precision"]! == $"{precision}").Select(cell => (double?)cell["result"]![key]).OfType<double>().ToList()).ToList();
        for (var i = 0; i < Precisions.Length; i++)
        {
            if (spreads[i].Count > 0)
            {
                summary[$"{Precisions[i]}"] = new JsonObject { ["mean"] = Round(spreads[i].Average()), ["deviation"] = Round(Deviation(spreads[i])) };
            }
        }

        // Few runs can agree, and then there is nothing to count in.
        if (spreads.All(spread => spread.Count > 1) && Deviation(spreads[0]) is > 0 and var deviation)
        {
            summary["differenceInDeviations"] = Round((spreads[1].Average() - spreads[0].Average()) / deviation);
        }

        return summary;
    }

    private static double Deviation(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        // The mean of equal numbers need not be theirs, to the last digit.
        return values.All(value => value == values[0]) ? 0 : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
    }

    private static double Round(double value) => Math.Round(value, 5);
}
