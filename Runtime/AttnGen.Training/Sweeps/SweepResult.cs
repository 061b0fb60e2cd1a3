using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using AttnGen.Files;

namespace AttnGen.Training;

/// <summary>What one cell of a sweep gave, with everything that is needed to repeat it: a line of the result file.</summary>
public sealed record SweepResult
{
    /// <summary>The cell's id.</summary>
    public required string Id { get; init; }

    /// <summary>The task.</summary>
    public required string Task { get; init; }

    /// <summary>The strategy in one line.</summary>
    public required string Strategy { get; init; }

    /// <summary>The strategy's hash.</summary>
    public required string StrategyHash { get; init; }

    /// <summary>The tuned projections: <c>QV</c>; empty for the head alone.</summary>
    public required string Targets { get; init; }

    /// <summary>The method: <c>full</c>, <c>lora</c> or <c>dora</c>.</summary>
    public required string Method { get; init; }

    /// <summary>The adapters' rank, or null without adapters.</summary>
    public int? Rank { get; init; }

    /// <summary>The factor on V's rate (lambda); 1 where V is not tuned, null where its layers have several.</summary>
    public required double? ValueLrScale { get; init; }

    /// <summary>The base learning rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The seed.</summary>
    public required long Seed { get; init; }

    /// <summary>How it ended.</summary>
    public required SweepStatus Status { get; init; }

    /// <summary>Why it was stopped, or what has to be known beside a score; null otherwise.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether it ended where it began, at guessing, without being stopped for it: its score is luck. Written only where it is so.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool LearnedNothing { get; init; }

    /// <summary>The metrics of the last evaluation by name; none where it was stopped before one.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new SortedDictionary<string, double>(StringComparer.Ordinal);

    /// <summary>How many parameters each group trains.</summary>
    public IReadOnlyDictionary<string, long> Parameters { get; init; } = new SortedDictionary<string, long>(StringComparer.Ordinal);

    /// <summary>What the projections' trained tensors take, the head not counted: an adapter's file.</summary>
    public required long ProjectionBytes { get; init; }

    /// <summary>What the optimizer's state takes, the head's included.</summary>
    public required long OptimizerBytes { get; init; }

    /// <summary>The optimizer's steps.</summary>
    public required long Steps { get; init; }

    /// <summary>The mean training loss of the last epoch.</summary>
    public required double TrainingLoss { get; init; }

    /// <summary>The evaluations in their order: the metrics by step.</summary>
    public IReadOnlyList<EvaluationReport> Evaluations { get; init; } = [];

    /// <summary>The settings that are the same in all cells, as the program names them.</summary>
    public JsonObject Settings { get; init; } = [];

    /// <summary>On what it ran.</summary>
    public required RunVersions Versions { get; init; }

    /// <summary>How long training took, evaluations included.</summary>
    public required double Seconds { get; init; }

    /// <summary>The median time of a step.</summary>
    public required double SecondsPerStep { get; init; }

    /// <summary>The peak of the process's memory.</summary>
    public required long PeakMemoryBytes { get; init; }

    /// <summary>The result as JSON in one line, without a line feed.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, TrainingJson.Compact.SweepResult);

    /// <summary>Writes the result to a file of its own, whole or not at all: how a process of a sweep hands it over.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file could not be written.</exception>
    public void Save(string path) => AtomicFile.WriteText(path, ToJson() + "\n");

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The JSON.</param>
    /// <exception cref="InvalidDataException">It is no result of a cell.</exception>
    public static SweepResult FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            return JsonSerializer.Deserialize(json, TrainingJson.Compact.SweepResult) ?? throw new InvalidDataException("Not a result of a sweep's cell: it is null.");
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"Not a result of a sweep's cell: {fault.Message}", fault);
        }
    }
}
