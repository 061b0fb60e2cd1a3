using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using AttnGen.Training;
using PaperReproduction.Cost;
using PaperReproduction.Report;

namespace PaperReproduction;

/// <summary>Runs the cells that are asked for, and goes on where it was stopped.</summary>
internal sealed class Reproduction(ReproductionOptions options)
{
    private PaperGrid Grid { get; } = PaperGrid.Of(options.Full);

    /// <summary>Chooses the rates of each task, then runs the tables' cells.</summary>
    public async Task TablesAsync(IReadOnlyList<PaperTask> tasks, CancellationToken cancellation)
    {
        foreach (PaperTask task in tasks)
        {
            IReadOnlyList<PaperCell> cells = Grid.Rates(task, SweepFile.Read(options.File));
            IReadOnlyList<SweepResult> rates = await RunAsync(cells, cancellation).ConfigureAwait(false);
            // What was tried says whether more is to be.
            while (Grid.Rates(task, rates) is var more && more.Count > cells.Count)
            {
                cells = more;
                rates = await RunAsync(cells, cancellation).ConfigureAwait(false);
            }

            await RunAsync(Grid.Tables(task, rates), cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Figure 1, or 2.</summary>
    public Task HeatMapAsync(PaperTask task, PaperStage stage, CancellationToken cancellation) => RunAsync(Grid.HeatMap(task, stage), cancellation);

    public async Task CostsAsync(string file, CancellationToken cancellation)
    {
        CostResult costs = new CostMeasurement(options, await ModelAsync(cancellation).ConfigureAwait(false)).Run(cancellation);
        costs.Save(file);
        costs.Write(Console.Out);
    }

    /// <summary>Says how many cells of each table and figure are in the file, and which of its lines are cells of another program.</summary>
    public void WriteProgress(IReadOnlyList<PaperTask> tasks, TextWriter output)
    {
        IReadOnlyList<SweepResult> results = SweepFile.Read(options.File);
        IReadOnlyList<GridProgress> stages = [.. tasks.Distinct().SelectMany(task => GridProgress.Of(Grid, task, results))];
        foreach (GridProgress stage in stages)
        {
            output.WriteLine(stage);
        }

        HashSet<string> names = [.. stages.Select(stage => stage.Name)];
        int others = results.Count(result => names.Contains(result.Task)) - stages.Sum(stage => stage.Done);
        output.WriteLine($"{others} lines of these tasks are no cells of these tables and figures.");
    }

    /// <summary>Writes the report of what is in the file, and puts its table of claims into a page of Markdown where one is named.</summary>
    public void Report(string page, string costs, string? readme)
    {
        IReadOnlyList<SweepResult> results = SweepFile.Read(options.File);
        if (results.Count == 0)
        {
            throw new InvalidDataException($"'{options.File}' has no cells yet: run tables or figure1 first.");
        }

        RefuseTwoRates(results);
        CostResult? measured = File.Exists(costs) ? CostResult.Read(costs) : null;
        if (measured?.BelongTo(results[0]) == false)
        {
            Console.WriteLine($"The costs of '{costs}' were measured with other settings than the cells of '{options.File}', and are left out.");
            measured = null;
        }

        foreach (string path in PaperReport.Of(results, measured).Save(page))
        {
            Console.WriteLine(path);
        }

        if (readme is not null)
        {
            ClaimsPage.Update(readme, results);
            Console.WriteLine(readme);
        }
    }

    /// <summary>A strategy of the tables has one rate: cells at another are left from an earlier choice.</summary>
    private void RefuseTwoRates(IReadOnlyList<SweepResult> results)
    {
        IReadOnlyList<string> tables = [.. PaperTask.All.Select(task => PaperCell.NameOf(task, PaperStage.Tables))];
        if (results.Where(result => tables.Contains(result.Task)).GroupBy(result => (result.Task, result.Strategy)).FirstOrDefault(same => same.Select(result => result.LearningRate).Distinct().Count() > 1) is { } several)
        {
            throw new InvalidDataException(
                $"'{options.File}' has {several.Key.Task}; {several.Key.Strategy} at several base rates ({string.Join(", ", several.GroupBy(result => result.LearningRate).Select(rate => string.Create(CultureInfo.InvariantCulture, $"{rate.Key:0.##e-0}: {string.Join(", ", rate.Select(result => result.Id))}")))}). Remove the lines at rates that are no longer chosen.");
        }
    }

    /// <summary>One cell, in a process of a sweep.</summary>
    public async Task CellAsync(PaperCell cell, string handover, CancellationToken cancellation)
    {
        SweepProcess.EndWithSweep();
        new CellRun(options, await ModelAsync(cancellation).ConfigureAwait(false)).Run(cell, cancellation).Save(handover);
    }

    private async Task<IReadOnlyList<SweepResult>> RunAsync(IReadOnlyList<PaperCell> cells, CancellationToken cancellation)
    {
        Dictionary<string, PaperCell> byId = cells.ToDictionary(cell => cell.ToCell().Id, StringComparer.Ordinal);
        EncoderFiles model = await ModelAsync(cancellation).ConfigureAwait(false);
        // The cells of one call are of one task and stage.
        JsonObject settings = options.SettingsOf(TaskSets.Read(cells[0].Task, cells[0].Stage, options), model);
        Sweep sweep = new(options.File, [.. cells.Select(cell => cell.ToCell())], new ProgressLines()) { Settings = _ => settings };
        IReadOnlyList<SweepResult> known = SweepFile.Read(options.File);
        RefuseOthers(known, options.ToJson(model));
        HashSet<string> done = [.. known.Select(result => result.Id)];
        Console.WriteLine($"{cells[0].TaskName}: {cells.Count(cell => done.Contains(cell.ToCell().Id))} of {cells.Count} cells are in '{options.File}'.");
        if (options.Processes == 1)
        {
            CellRun run = new(options, model);
            return sweep.Run((cell, token) => run.Run(byId[cell.Id], token), cancellation);
        }

        return await sweep.RunAsync((cell, handover) => Worker(byId[cell.Id], handover), options.Processes, cancellation).ConfigureAwait(false);
    }

    /// <summary>This program again, for one cell.</summary>
    private ProcessStartInfo Worker(PaperCell cell, string handover)
    {
        string[] host = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(Reproduction).Assembly.Location] : [];
        return new ProcessStartInfo(Environment.ProcessPath!, [.. host, "cell", .. cell.ToArguments(), "--handover", handover, .. options.ToArguments()]);
    }

    /// <summary>What does not depend on the task is the same in every line of a file: it has one experiment. The sweep sees to the settings of its own cells.</summary>
    private void RefuseOthers(IReadOnlyList<SweepResult> known, JsonObject settings)
    {
        string[] names = [.. settings.Select(setting => setting.Key).Union(ReproductionOptions.OptionalSettings)];
        foreach (SweepResult result in known)
        {
            if (names.FirstOrDefault(name => !JsonNode.DeepEquals(result.Settings[name], settings[name])) is { } other)
            {
                throw new InvalidDataException(
                    $"'{options.File}' has cells of another experiment: in {result.Id} ({result.Task}; {result.Strategy}) {other} is {Said(result.Settings[other])} there, and {Said(settings[other])} now. Use the settings of the file, or name another one (--file).");
            }
        }

        static string Said(JsonNode? value) => value?.ToJsonString() ?? "not said";
    }

    private Task<EncoderFiles> ModelAsync(CancellationToken cancellation) => EncoderFiles.FindAsync(options.ModelDirectory, cancellation);

    private sealed class ProgressLines : IProgress<SweepProgress>
    {
        public void Report(SweepProgress value) => Console.WriteLine(value);
    }
}
