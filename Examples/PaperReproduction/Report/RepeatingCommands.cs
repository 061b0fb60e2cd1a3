using System.Text.Json.Nodes;
using AttnGen.Training;
using PaperReproduction.Cost;

namespace PaperReproduction.Report;

/// <summary>The commands that give what is in a result file, with the options that its results say they had.</summary>
internal static class RepeatingCommands
{
    private const string Program = "dotnet run -c Release --project Examples/PaperReproduction --";

    public static IReadOnlyList<string> Of(IReadOnlyList<SweepResult> results, CostResult? costs)
    {
        string options = results.Count == 0 ? "" : Options(results[0].Settings, "--file");
        string file = options.Length == 0 ? "" : " --file FILE";
        string threads = results.Select(result => result.Versions.Threads).Distinct().ToList() is [var same] ? $" --threads {same}" : "";
        string ofCosts = costs is null ? "" : Options(costs.Settings, "--costs");
        IEnumerable<string> Commands(string command, PaperStage stage)
        {
            IReadOnlyList<string> tasks = [.. PaperTask.All.Where(task => results.Any(result => result.Task == PaperCell.NameOf(task, stage))).Select(task => task.Task.Name)];
            return stage is PaperStage.Rates or PaperStage.Tables
                ? tasks.Count == 0 ? [] : [$"{Program} {command} {string.Join(' ', tasks)}{threads}{options}"]
                : tasks.Select(task => $"{Program} {command} {task}{threads}{options}");
        }

        return
        [
            .. Commands("tables", PaperStage.Rates),
            .. Commands("figure1", PaperStage.HeatMap),
            .. Commands("figure2", PaperStage.FrozenKeyMap),
            .. costs is null ? (IEnumerable<string>)[] : [$"{Program} costs --threads {costs.Versions.Threads}{ofCosts}"],
            $"{Program} report{file}{(ofCosts.Length == 0 ? "" : " --costs FILE")}",
        ];
    }

    /// <summary>What is not by default, and the file of its own that such results have.</summary>
    private static string Options(JsonObject settings, string file)
    {
        ReproductionOptions usual = new();
        (string Name, string Usual)[] named = [("length", $"{usual.Length}"), ("batch", $"{usual.Batch}"), ("device", usual.Device), ("precision", $"{usual.Precision}"), ("products", $"{usual.Products}")];
        string options = string.Concat(named.Where(each => settings[each.Name] is { } value && $"{value}" != each.Usual).Select(each => $" --{each.Name} {settings[each.Name]}"))
            + (settings["full"] is JsonValue full && full.GetValue<bool>() ? " --full" : "")
            + (settings["modelFingerprint"] is null ? "" : " --model DIRECTORY")
            + (settings["examples"] is { } examples ? $" --examples {examples}" : "");
        return options.Length == 0 ? "" : $"{options} {file} FILE";
    }
}
