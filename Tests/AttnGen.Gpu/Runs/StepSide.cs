using System.Globalization;
using AttnGen.Gpu.Devices;
using AttnGen.Gpu.Measurements;

namespace AttnGen.Gpu.Runs;

/// <summary>Who trains: AttnGen, or PyTorch with adapter modules (<c>lora.py</c>, whose matrices and adapters all are of the one element type).</summary>
/// <param name="Name">Its name in the results.</param>
/// <param name="Run">Trains in a process of its own.</param>
internal sealed record StepSide(string Name, Func<StepTask, ChildOutput> Run)
{
    public static StepSide AttnGen { get; } = new("attngen", task => ChildProcess.Own(
        [
            StepCommand.Name, DeviceOption.Name, task.Device, StepCommand.Shape, task.Shape.Name, StepCommand.Steps, Text(task.Steps), StepCommand.PrecisionName, $"{task.Precision}",
            .. task.CountsLaunches ? [StepCommand.Launches] : Array.Empty<string>(),
        ],
        task.Limit));

    public static StepSide PyTorch(string python, string script) => new("pytorch", task =>
    {
        var encoder = task.Shape.Configuration;
        return ChildProcess.Other(
            python,
            [
                script, "--vocabulary", Text(encoder.VocabularySize), "--width", Text(encoder.HiddenSize), "--layers", Text(encoder.Layers), "--heads", Text(encoder.Heads),
                "--intermediate", Text(encoder.IntermediateSize), "--positions", Text(encoder.MaxLength), "--batch", Text(task.Shape.Batch), "--length", Text(task.Shape.Length),
                "--threads", Text(Environment.ProcessorCount), "--steps", Text(task.Steps), "--device", task.Device, "--dtype", task.Precision.ToString().ToLowerInvariant(), "--report",
                .. task.CountsLaunches ? ["--launches"] : Array.Empty<string>(),
            ],
            task.Limit);
    });

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
