using System.Globalization;
using System.Text.Json;
using AttnGen.Files;
using AttnGen.Gpu.Checks;
using AttnGen.Gpu.Devices;
using AttnGen.Gpu.Measurements;

namespace AttnGen.Gpu.Runs;

/// <summary>All that a run found.</summary>
internal sealed record RunResults
{
    /// <summary><c>cuda</c>, or <c>cpu</c>: then none of it says anything about a GPU.</summary>
    public required string Device { get; init; }

    /// <summary>The machine; null where AttnGen's side could not begin.</summary>
    public Machine? Machine { get; init; }

    /// <summary>What must be known beside the numbers.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The seed of the checks.</summary>
    public long Seed { get; init; }

    public IReadOnlyList<CheckResult> Checks { get; init; } = [];

    public Ceiling? Ceiling { get; init; }

    public IReadOnlyList<StepResult> Steps { get; init; } = [];

    /// <summary>Whether nothing went wrong and nothing is missing, but for PyTorch where it was not measured at all.</summary>
    public bool IsWhole => Machine is not null && Ceiling is not null && Checks.Count > 0 && Checks.All(check => check.Problem is null)
        && Steps.Select(step => step.Side).Append(StepSide.AttnGen.Name).All(side => EncoderShape.Names.All(shape => Steps.Any(step => step.Side == side && step.Shape == shape)))
        && Steps.All(step => step.Problem is null && step.Milliseconds is not null);

    /// <summary>The file's name: <c>cpu.json</c>, or the GPU's name.</summary>
    private string FileName => Device == DeviceOption.Cpu ? "cpu.json" : $"{string.Join('-', (Machine?.Name ?? Device).ToLower(CultureInfo.InvariantCulture).Split([' ', '/', '(', ')', '.'], StringSplitOptions.RemoveEmptyEntries))}.json";

    public static RunResults Read(string path) =>
        JsonSerializer.Deserialize(File.ReadAllText(path), GpuJson.Files.RunResults) ?? throw new InvalidDataException($"'{path}' has no results.");

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <returns>Its path.</returns>
    public string Write(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, FileName);
        AtomicFile.WriteText(path, JsonSerializer.Serialize(this, GpuJson.Files.RunResults) + "\n");
        return path;
    }
}
