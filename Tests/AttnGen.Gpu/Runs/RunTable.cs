using System.Globalization;

namespace AttnGen.Gpu.Runs;

/// <summary>The results as text.</summary>
internal static class RunTable
{
    private const string Absent = "not measured";

    public static string Of(RunResults results)
    {
        var lines = new List<string> { results.Device == Devices.DeviceOption.Cpu ? "Measured on the CPU: none of this says anything about a GPU." : $"Measured on {results.Machine?.Name ?? "a GPU"}." };
        if (results.Machine is { } machine)
        {
            lines.Add($"{machine.Name}, {machine.System}, {machine.Runtime}, TorchSharp {machine.TorchSharp}, libtorch {machine.LibTorch}{(machine.Driver is { } driver ? $", driver for CUDA {driver}" : "")}");
        }

        lines.AddRange(results.Notes);
        lines.Add($"{results.Checks.Count(check => check.Problem is null)} of {results.Checks.Count} checks passed (seed {results.Seed})");
        lines.AddRange(results.Checks.Where(check => check.Problem is not null).Select(check => $"FAILED {check.Name}: {check.Problem}"));
        if (results.Ceiling is { } ceiling)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"ceiling: {ceiling.Half:F3} TFLOP/s in bf16 and {ceiling.Single:F3} in fp32 ({ceiling.Size} cubed), copy {ceiling.Copy:F1} GB/s"));
        }

        lines.Add("");
        lines.AddRange(Aligned([["shape", "side", "layers x width", "batch", "ms a step", "tokens/s", "peak MB", "of ceiling", "launches"], .. results.Steps.Select(Row)]));
        lines.AddRange(results.Steps.Where(step => step.LaunchesProblem is not null).Select(step => $"launches, {step.Side}: {step.LaunchesProblem}").Distinct());
        lines.AddRange(results.Steps.Where(step => step.Problem is not null).Select(step => $"FAILED {step.Shape}, {step.Side}: {step.Problem}"));
        return string.Join('\n', lines);
    }

    private static string[] Row(StepResult step) =>
    [
        step.Shape, step.Side, $"{step.Layers} x {step.Width}", $"{step.Batch} x {step.Length}", Number(step.Milliseconds, "F1"), Number(step.TokensPerSecond, "N0"),
        Number(step.PeakMegabytes, "N0"), Number(step.ShareOfCeiling, "P1"), step.Launches?.ToString(CultureInfo.InvariantCulture) ?? Absent,
    ];

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? Absent;

    private static IEnumerable<string> Aligned(IReadOnlyList<string[]> rows)
    {
        var widths = rows[0].Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        return rows.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }
}
