namespace AttnGen.Training;

/// <summary>What a sweep has done and has left to do, in step with its file.</summary>
internal sealed class SweepLedger
{
    private readonly string file;
    private readonly IReadOnlyList<SweepCell> cells;
    private readonly int processes;
    private readonly IProgress<SweepProgress>? progress;
    private readonly Dictionary<string, SweepResult> results;
    private readonly Lock adding = new();

    public SweepLedger(string file, IReadOnlyList<SweepCell> cells, int processes, IProgress<SweepProgress>? progress)
    {
        (this.file, this.cells, this.processes, this.progress) = (file, cells, processes, progress);
        results = SweepFile.Read(file).ToDictionary(result => result.Id, StringComparer.Ordinal);
    }

    /// <summary>The cells without a result, in their order.</summary>
    public IReadOnlyList<SweepCell> Pending() => [.. cells.Where(cell => !results.ContainsKey(cell.Id))];

    /// <summary>The results in the cells' order.</summary>
    public IReadOnlyList<SweepResult> Results() => [.. cells.Select(cell => results[cell.Id])];

    public void Add(SweepCell cell, SweepResult result)
    {
        if (result.Id != cell.Id)
        {
            throw new InvalidDataException($"The cell {cell.Id} ({cell}) gave the result of {result.Id} ({result.Task}; {result.Strategy}).");
        }

        lock (adding)
        {
            results.Add(cell.Id, result);
            SweepFile.Write(file, cells, results.Values);
            progress?.Report(new SweepProgress(cell, result, cells.Count(each => results.ContainsKey(each.Id)), cells.Count, Left()));
        }
    }

    private TimeSpan Left()
    {
        List<(string Task, double Seconds)> known = [.. cells.Where(cell => results.ContainsKey(cell.Id)).Select(cell => (cell.Task, results[cell.Id].Seconds))];
        Dictionary<string, double> ofTask = known.GroupBy(each => each.Task, StringComparer.Ordinal).ToDictionary(each => each.Key, each => each.Average(cell => cell.Seconds), StringComparer.Ordinal);
        double overall = known.Average(each => each.Seconds);
        return TimeSpan.FromSeconds(Pending().Sum(cell => ofTask.GetValueOrDefault(cell.Task, overall)) / processes);
    }
}
