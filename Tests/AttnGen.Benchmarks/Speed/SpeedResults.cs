using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AttnGen.Files;
using AttnGen.Tests.Shared;

namespace AttnGen.Benchmarks.Speed;

/// <summary>The committed measurements: the machine, and a line for each run.</summary>
internal sealed record SpeedResults(SpeedMachine Machine, IReadOnlyList<SpeedRun> Runs)
{
    public static string DefaultPath => SourceTree.At("Tests", "AttnGen.Benchmarks", "results", "speed.json");

    /// <summary>The committed measurements, the default file first: one of each machine.</summary>
    public static IReadOnlyList<string> CommittedPaths =>
        [DefaultPath, .. Directory.GetFiles(Path.GetDirectoryName(DefaultPath)!, "speed-*.json").Order(StringComparer.Ordinal)];

    /// <summary>Reads what was measured, or null where nothing was.</summary>
    public static SpeedResults? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var root = JsonNode.Parse(File.ReadAllText(path))!;
        return new SpeedResults(
            root["machine"].Deserialize<SpeedMachine>(JsonSerializerOptions.Web)!, [.. root["runs"]!.AsArray().Select(run => SpeedRun.Parse(run!.ToJsonString()))]);
    }

    /// <summary>The same with a run more, in place of an older one of the same kind.</summary>
    public SpeedResults With(SpeedRun run) => this with
    {
        Runs = [.. Runs.Where(other => !other.IsOf(run.Case, run.Threads, run.Process)).Append(run).OrderBy(each => each.Case, StringComparer.Ordinal).ThenBy(each => each.Threads).ThenBy(each => each.Process)],
    };

    public void Write(string path)
    {
        var text = new StringBuilder("{\n");
        text.Append($"\"machine\": {JsonSerializer.Serialize(Machine, JsonSerializerOptions.Web)},\n\"runs\": [\n");
        text.AppendJoin(",\n", Runs.Select(run => run.ToJson())).Append("\n]\n}\n");
        AtomicFile.WriteText(path, text.ToString());
    }
}
