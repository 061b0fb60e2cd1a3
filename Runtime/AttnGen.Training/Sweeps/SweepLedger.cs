using System.Text.Json.Nodes;

namespace AttnGen.Training;

/// <summary>What a sweep has done and has left to do, in step with its file.</summary>
internal sealed class SweepLedger
{
    private readonly string file;
    private readonly IReadOnlyList<SweepCell> cells;
    private readonly int processes;
    private readonly IProgress<SweepProgress>? progress;
    private readonly Func<SweepCell, JsonObject>? settings;
    private readonly Dictionary<string, SweepResult> results;
    private readonly Lock adding = new();

    /// <exception cref="InvalidDataException">A line of the file is no result, or was made with other settings.</exception>
    public SweepLedger(string file, IReadOnlyList<SweepCell> cells, int processes, IProgress<SweepProgress>? progress, Func<SweepCell, JsonObject>? settings)
    {
        (this.file, this.cells, this.processes, this.progress, this.settings) = (file, cells, processes, progress, settings);
        results = SweepFile.Read(file).ToDictionary(result => result.Id, StringComparer.Ordinal);
        foreach (SweepCell cell in cells)
        {
            if (results.TryGetValue(cell.Id, out SweepResult? known) && Differences(cell, known) is { Length: > 0 } differences)
            {
                throw new InvalidDataException(
                    $"'{file}' has the cell {cell.Id} ({cell}) with other settings than it would be run with now: {differences}. Use the settings of the file, give the sweep another file, or remove what was run with others.");
            }
        }
    }

    /// <summary>The cells without a result, in their order.</summary>
    public IReadOnlyList<SweepCell> Pending() => [.. cells.Where(cell => !results.ContainsKey(cell.Id))];

    /// <summary>Whether a cell has a result.</summary>
    public bool Has(SweepCell cell) => results.ContainsKey(cell.Id);

    /// <summary>The results in the cells' order.</summary>
    public IReadOnlyList<SweepResult> Results() => [.. cells.Select(cell => results[cell.Id])];

    public void Add(SweepCell cell, SweepResult result)
    {
        if (result.Id != cell.Id)
        {
            throw new InvalidDataException($"The cell {cell.Id} ({cell}) gave the result of {result.Id} ({result.Task}; {result.Strategy}).");
        }

        if (Differences(cell, result) is { Length: > 0 } differences)
        {
            throw new InvalidDataException($"The cell {cell.Id} ({cell}) gave a result of other settings than the sweep has: {differences}.");
        }

        lock (adding)
        {
            results.Add(cell.Id, result);
            try
            {
                SweepFile.Write(file, cells, results.Values);
            }
            catch
            {
                results.Remove(cell.Id);
                throw;
            }

            progress?.Report(new SweepProgress(cell, result, cells.Count(each => results.ContainsKey(each.Id)), cells.Count, Left()));
        }
    }

    /// <summary>Each setting in which a result differs from what the cell is run with now; empty where it has none.</summary>
    private string Differences(SweepCell cell, SweepResult result)
    {
        if (settings?.Invoke(cell) is not { } now)
        {
            return "";
        }

        IEnumerable<string> names = result.Settings.Concat(now).Select(setting => setting.Key).Distinct(StringComparer.Ordinal);
        return string.Join("; ", names.Where(name => !JsonNode.DeepEquals(result.Settings[name], now[name])).Select(name => $"{name} is {Said(result.Settings[name])} there, and {Said(now[name])} now"));

        static string Said(JsonNode? value) => value?.ToJsonString() ?? "not said";
    }

    private TimeSpan Left()
    {
        List<(string Task, double Seconds)> known = [.. cells.Where(cell => results.ContainsKey(cell.Id)).Select(cell => (cell.Task, results[cell.Id].Seconds))];
        Dictionary<string, double> ofTask = known.GroupBy(each => each.Task, StringComparer.Ordinal).ToDictionary(each => each.Key, each => each.Average(cell => cell.Seconds), StringComparer.Ordinal);
        double overall = known.Average(each => each.Seconds);
        return TimeSpan.FromSeconds(Pending().Sum(cell => ofTask.GetValueOrDefault(cell.Task, overall)) / processes);
    }
}
