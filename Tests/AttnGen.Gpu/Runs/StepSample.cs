using System.Globalization;
using AttnGen.Benchmarks.Speed;
using AttnGen.Gpu.Measurements;

namespace AttnGen.Gpu.Runs;

/// <summary>What one process measured.</summary>
/// <param name="Milliseconds">Its steps without the warm-up.</param>
/// <param name="Report">What else it wrote.</param>
/// <param name="Problem">How it failed, or null.</param>
internal sealed record StepSample(IReadOnlyList<double> Milliseconds, StepReport Report, string? Problem)
{
    public static StepSample Of(ChildOutput output, int warmUp)
    {
        var times = new List<double>();
        var report = new StepReport();
        foreach (var line in output.Lines)
        {
            if (double.TryParse(line, CultureInfo.InvariantCulture, out var time))
            {
                times.Add(time);
            }
            else if (GpuJson.Parse(line, GpuJson.Lines.StepReport) is { } part)
            {
                report = report.With(part);
            }
        }

        return new StepSample([.. times.Skip(warmUp)], report, output.Problem ?? (report.Loss is { } loss && !double.IsFinite(loss) ? "its loss is not finite" : null));
    }

    public override string ToString() =>
        Problem is not null ? $"failed, {Problem}" : Milliseconds.Count == 0 ? "no step" : FormattableString.Invariant($"{Spread.Of(Milliseconds).Median:F1} ms");
}
