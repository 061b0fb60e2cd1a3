using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace AttnGen.Training;

/// <summary>The last section of a report: the machines and versions of its runs, their settings, and the commands that repeat it.</summary>
internal static class ReportOrigin
{
    public static IEnumerable<XElement> Of(SweepReport report)
    {
        SweepResult[] runs = [.. report.Sections.SelectMany(section => section.Runs).DistinctBy(run => (run.Id, run.Task, run.Strategy, run.LearningRate, run.Seed))];
        return [.. Machines(runs), .. Diverged([.. runs.Where(run => run.Status == SweepStatus.Diverged)], runs.Length), .. Settings(runs), .. Commands(report.Commands)];
    }

    private static IEnumerable<XElement> Machines(SweepResult[] runs)
    {
        IGrouping<RunVersions, SweepResult>[] machines = [.. runs.GroupBy(run => run.Versions)];
        if (machines.Length == 0)
        {
            return [Html.Element("p", "The report has no results.")];
        }

        XElement table = Html.Table(
            "Machines and versions",
            ["Runs", "Tasks", "AttnGen", "TorchSharp", ".NET", "System", "Architecture", "Processor", "Vectors", "Processors", "Threads"],
            machines.Select(machine => (Html.Head(ReportNumber.Count(machine.Count())), Cells(machine))));
        return machines.Length == 1
            ? [table]
            : [Html.Element("p", $"The results come from {ReportNumber.Count(machines.Length)} different machines or versions: a difference between two of their scores can come from that alone, and their times cannot be compared."), table];
    }

    private static IEnumerable<XElement> Cells(IGrouping<RunVersions, SweepResult> machine) => Words(
    [
        string.Join(", ", machine.Select(run => run.Task).Distinct(StringComparer.Ordinal)),
        machine.Key.AttnGen,
        machine.Key.TorchSharp,
        machine.Key.Runtime,
        machine.Key.System,
        machine.Key.Architecture,
        machine.Key.Processor ?? ReportNumber.None,
        machine.Key.Vectors ?? ReportNumber.None,
        ReportNumber.Count(machine.Key.Processors),
        ReportNumber.Count(machine.Key.Threads),
    ]);

    /// <summary>Which runs have no score because they were stopped, and why.</summary>
    private static IEnumerable<XElement> Diverged(SweepResult[] diverged, int runs)
    {
        if (diverged.Length > 0)
        {
            yield return Html.Element(
                "details",
                Html.Element("summary", $"{ReportNumber.Count(diverged.Length)} of {ReportNumber.Count(runs)} runs diverged"),
                Html.Table(
                    "Runs that diverged",
                    ["Strategy", "Task", "Base rate", "Rate of V", "Seed", "Steps", "Reason"],
                    diverged.Select(run => (Html.Head(run.Strategy), Words(Told(run))))));
        }
    }

    private static IEnumerable<string> Told(SweepResult run) =>
    [
        run.Task,
        ReportNumber.Rate(run.LearningRate),
        run.Targets.Contains('V', StringComparison.Ordinal) && run.ValueLrScale is { } lambda ? ReportNumber.Rate(run.LearningRate * lambda) : ReportNumber.None,
        ReportNumber.Count(run.Seed),
        ReportNumber.Grouped(run.Steps),
        run.Reason ?? ReportNumber.None,
    ];

    private static IEnumerable<XElement> Words(IEnumerable<string> texts) => texts.Select(text => Html.Element("td", Html.Attribute("class", "words"), text));

    private static IEnumerable<XElement> Settings(SweepResult[] runs) =>
        from same in runs.Where(run => run.Settings.Count > 0).GroupBy(run => Text(run.Settings), StringComparer.Ordinal)
        select Html.Element(
            "details",
            Html.Element("summary", $"Settings of {ReportNumber.Count(same.Count())} of {ReportNumber.Count(runs.Length)} runs: {string.Join(", ", same.Select(run => run.Task).Distinct(StringComparer.Ordinal))}"),
            Html.Element("pre", same.Key));

    private static string Text(JsonObject settings) => settings.ToJsonString(TrainingJson.Indented.Options);

    private static IEnumerable<XElement> Commands(IReadOnlyList<string> commands) =>
        commands.Count == 0 ? [] : [Html.Element("p", "The commands that repeat it:"), Html.Element("pre", string.Join("\n", commands))];
}
