using System.Globalization;

namespace AttnGen.Training;

/// <summary>Progress in words, equal in every culture.</summary>
internal static class ProgressLine
{
    /// <summary>The loss, the rate of each group by name, and the speed.</summary>
    public static string Of(StepReport step, double smoothedLoss, double examplesPerSecond) =>
        string.Create(CultureInfo.InvariantCulture, $"loss {smoothedLoss:F3}  {Of(step.Rates)}  {examplesPerSecond:F0}/s");

    /// <summary>The rate of each group by name.</summary>
    public static string Of(IEnumerable<GroupRate> rates) =>
        string.Join("  ", rates.Select(rate => string.Create(CultureInfo.InvariantCulture, $"{rate.Name} {rate.Rate:0.0e-0}")));

    /// <summary>Metrics by name, each with two spaces before it.</summary>
    public static string Of(IReadOnlyDictionary<string, double> metrics) =>
        string.Concat(metrics.Select(metric => string.Create(CultureInfo.InvariantCulture, $"  {metric.Key} {metric.Value:F4}")));

    /// <summary>What an evaluation found.</summary>
    public static string Of(EvaluationReport evaluation) =>
        string.Create(CultureInfo.InvariantCulture, $"step {evaluation.Step}: evaluated {evaluation.Result.Examples} examples in {evaluation.Result.Seconds:F0} s: loss {evaluation.Result.Loss:F4}{Of(evaluation.Result.Metrics)}");

    /// <summary>A duration as <c>m:ss</c>, or <c>h:mm:ss</c> from an hour on.</summary>
    public static string Of(TimeSpan duration)
    {
        long seconds = (long)Math.Round(Math.Max(0, Math.Min(duration.TotalSeconds, 1e9)));
        return seconds < 3600
            ? string.Create(CultureInfo.InvariantCulture, $"{seconds / 60}:{seconds % 60:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600}:{seconds / 60 % 60:00}:{seconds % 60:00}");
    }
}
