using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using AttnGen.Files;

namespace AttnGen.Training;

/// <summary>Everything about a run that is worth keeping: what was asked for, on what it ran, and what happened at each step.</summary>
/// <remarks>As JSON it is the same in every culture; names are in camel case, times in ISO 8601, sizes in bytes, durations in seconds.</remarks>
public sealed record TrainingReport
{
    /// <summary>The format that this version writes.</summary>
    public const string CurrentFormat = "attngen.run/1";

    /// <summary>The format of the file.</summary>
    public string Format { get; init; } = CurrentFormat;

    /// <summary>What the run is called.</summary>
    public required string Name { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>How long it took.</summary>
    public required double Seconds { get; init; }

    /// <summary>False where it was cancelled.</summary>
    public required bool Completed { get; init; }

    /// <summary>On what it ran.</summary>
    public required RunVersions Versions { get; init; }

    /// <summary>The peak of the process's memory.</summary>
    public required long PeakMemoryBytes { get; init; }

    /// <summary>The seeds by what they decide.</summary>
    public IReadOnlyDictionary<string, long> Seeds { get; init; } = new SortedDictionary<string, long>(StringComparer.Ordinal);

    /// <summary>The settings of the run, as its program names them.</summary>
    public JsonObject Settings { get; init; } = [];

    /// <summary>What came out in the end, as its program names it.</summary>
    public JsonObject Results { get; init; } = [];

    /// <summary>The evaluations in their order.</summary>
    [JsonConverter(typeof(OneLineEach<EvaluationReport>))]
    public IReadOnlyList<EvaluationReport> Evaluations { get; init; } = [];

    /// <summary>The steps in their order.</summary>
    [JsonConverter(typeof(OneLineEach<StepReport>))]
    public IReadOnlyList<StepReport> Steps { get; init; } = [];

    /// <summary>The report as JSON, with a line feed at its end.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, TrainingJson.Indented.TrainingReport) + "\n";

    /// <summary>Writes the report to a file, whole or not at all.</summary>
    /// <param name="path">The file; its directory is made if it is not there.</param>
    /// <exception cref="IOException">The file could not be written; one that was there is untouched.</exception>
    public void Save(string path) => AtomicFile.WriteText(path, ToJson());

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The JSON.</param>
    /// <exception cref="InvalidDataException">It is not a report, or one of another format.</exception>
    public static TrainingReport FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            TrainingReport report = JsonSerializer.Deserialize(json, TrainingJson.Indented.TrainingReport)
                ?? throw new InvalidDataException("Not a report of a run: it is null.");
            return report.Format == CurrentFormat
                ? report
                : throw new InvalidDataException($"The report has the format \"{report.Format}\"; this version reads \"{CurrentFormat}\".");
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"Not a report of a run: {fault.Message}", fault);
        }
    }
}
