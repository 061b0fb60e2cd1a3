using AttnGen;
using AttnGen.Training;
using PaperReproduction.Cost;

namespace PaperReproduction.Report;

/// <summary>The report of all cells that are in the file.</summary>
internal static class PaperReport
{
    public static SweepReport Of(IReadOnlyList<SweepResult> results, CostResult? costs) => new()
    {
        Title = "The paper, reproduced",
        Introduction =
            "\u201CTheoretical Insights into Fine-Tuning Attention Mechanism\u201D (arXiv 2410.02247) tunes W_q and W_v, freezes W_k and gives W_v a higher rate. "
            + "Here each strategy has a base rate of its own, chosen from three (and more where the best was at an edge) on data that is not reported, by the first of the seeds that are then run. So lambda above 1 is compared with a tuned lambda of 1, "
            + "and freezing K is told apart from raising V's rate. Adapters have a dropout of 0.1, the frozen encoder none. On which part each task was measured, and whether it was in the paper's size, stands among the settings at the end.",
        Sections = [.. Sections(results, costs)],
        Commands = RepeatingCommands.Of(results, costs),
    };

    private static IEnumerable<ReportSection> Sections(IReadOnlyList<SweepResult> results, CostResult? costs)
    {
        IReadOnlyList<PaperTask> reported = PaperTask.ReportedIn(results);
        if (ClaimsTable.Of(reported, results) is { } claims)
        {
            yield return claims;
        }

        foreach (PaperTask task in reported)
        {
            if (HowSure.Of(task, results) is { Length: > 0 } text)
            {
                yield return new TextSection { Title = $"How sure that is on {task.Task}", Text = text };
            }
        }

        List<string> names = [.. reported.Select(task => task.Task.Name)];
        IReadOnlyList<ReportRow> subsets = Rows(PaperGrid.Paper.Subsets, results, names);
        IReadOnlyList<ReportRow> methods = Rows(PaperGrid.Paper.Methods, results, names);
        if (names.Count > 0)
        {
            yield return new ScoreTableSection { Title = "Table 1: subsets, LoRA, lambda 1", Rows = subsets, Metric = PaperCell.MetricOf, Tasks = names, Baseline = Label(subsets, "LoRA QKV r8 l1") };
            yield return new ScoreTableSection { Title = "Table 2: methods", Rows = methods, Metric = PaperCell.MetricOf, Tasks = names, Baseline = Label(methods, "LoRA QKV r8 l1") };
        }

        foreach (PaperTask task in PaperTask.All)
        {
            foreach ((PaperStage stage, string title) in new[] { (PaperStage.HeatMap, "Figure 1: the rate of Q and K by the rate of V"), (PaperStage.FrozenKeyMap, "Figure 2: the rate of Q by the rate of V, K frozen") })
            {
                if (results.Where(result => result.Task == PaperCell.NameOf(task, stage)).ToList() is { Count: > 0 } points)
                {
                    yield return new HeatMapSection { Title = $"{title}, {task.Task}", Text = "LoRA, one seed.", Task = PaperCell.NameOf(task, stage), Results = points, Metric = PaperCell.MetricOf };
                }
            }
        }

        foreach (PaperTask task in reported)
        {
            IReadOnlyList<ReportRow> measured = Of(task, methods);
            if (measured.Count > 0)
            {
                yield return new CurvesSection { Title = $"By step, {task.Task}", Task = task.Task.Name, Rows = measured, Metric = PaperCell.MetricOf, Baseline = Label(measured, "LoRA QKV r8 l1") };
            }

            // What a lambda does to the speed is told beside a tuned lambda of 1 of the same method.
            foreach (IGrouping<PaperStrategy, PaperStrategy> lambdas in PaperGrid.Paper.Methods.GroupBy(strategy => new PaperStrategy(strategy.Targets, strategy.Method)))
            {
                IReadOnlyList<ReportRow> rows = Of(task, Rows([.. lambdas], results, names));
                if (rows.Count > 1 && Label(rows, $"{lambdas.Key}") is { } tuned)
                {
                    yield return new CurvesSection { Title = $"By step, {task.Task}: {tuned} and higher lambdas", Task = task.Task.Name, Rows = rows, Metric = PaperCell.MetricOf, Baseline = tuned };
                }
            }
        }

        if (costs is not null)
        {
            using StringWriter text = new();
            costs.Write(text);
            yield return new TextSection { Title = "Q and V beside Q, K and V in one run", Text = text.ToString().ReplaceLineEndings("\n\n") };
        }

        if (names.Count > 0)
        {
            yield return new CostSection { Title = "What each strategy costs", Text = "Of the cells: they ran at different times, some beside others.", Rows = [.. subsets.Concat(methods).DistinctBy(row => row.Label)] };
        }

        if (Chosen(results) is { Count: > 0 } chosen)
        {
            yield return new RateChoiceSection
            {
                Title = "The base rates",
                Text = "Chosen by one seed: of three, and where the best was at an edge, of those beyond it too. Strategies of which not all of these were tried yet are left out.",
                Rows = chosen,
                Metric = PaperCell.MetricOf,
            };
        }
    }

    /// <summary>The strategies whose rates were chosen, each with the runs of the tasks on which they were.</summary>
    private static IReadOnlyList<ReportRow> Chosen(IReadOnlyList<SweepResult> results) =>
    [
        .. from strategy in PaperGrid.Paper.Strategies
           let tasks = PaperTask.All.Where(task => PaperGrid.AreRatesTried(task, strategy, results)).Select(task => PaperCell.NameOf(task, PaperStage.Rates)).ToList()
           from row in Rows([strategy], results, tasks)
           select row,
    ];

    private static IReadOnlyList<ReportRow> Of(PaperTask task, IReadOnlyList<ReportRow> rows) => [.. rows.Where(row => row.Results.Any(result => result.Task == task.Task.Name))];

    /// <summary>The strategies that have results, each with those of some tasks, in the tasks' order: a table's columns follow it, whichever cells ran last.</summary>
    private static IReadOnlyList<ReportRow> Rows(IReadOnlyList<PaperStrategy> strategies, IReadOnlyList<SweepResult> results, IReadOnlyList<string> tasks) =>
    [
        .. from strategy in strategies
           let description = strategy.For<TaskClassifier>().Description
           let own = tasks.SelectMany(task => results.Where(result => result.Strategy == description && result.Task == task)).ToList()
           where own.Count > 0
           select new ReportRow($"{strategy}", own),
    ];

    private static string? Label(IReadOnlyList<ReportRow> rows, string label) => rows.Any(row => row.Label == label) ? label : null;
}
