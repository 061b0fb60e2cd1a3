using System.Globalization;

namespace AttnGen.Training;

/// <summary>Progress in words, equal in every culture.</summary>
internal static class ProgressLine
{
    /// <summary>The loss, the rate of each group by name, and the speed.</summary>
    public static string Of(StepReport step, double smoothedLoss, double examplesPerSecond)
    {
        string rates = string.Join("  ", step.Rates.Select(rate => string.Create(CultureInfo.InvariantCulture, $"{rate.Name} {rate.Rate:0.0e-0}")));
        return string.Create(CultureInfo.InvariantCulture, $"loss {smoothedLoss:F3}  {rates}  {examplesPerSecond:F0}/s");
    }

    /// <summary>What an evaluation found.</summary>
    public static string Of(EvaluationReport evaluation)
    {
        string metrics = string.Concat(evaluation.Result.Metrics.Select(metric => string.Create(CultureInfo.InvariantCulture, $"  {metric.Key} {metric.Value:F4}")));
        return string.Create(CultureInfo.InvariantCulture, $"step {evaluation.Step}: evaluated {evaluation.Result.Examples} examples in {evaluation.Result.Seconds:F0} s: loss {evaluation.Result.Loss:F4}{metrics}");
    }

    /// <summary>A duration as <c>m:ss</c>, or <c>h:mm:ss</c> from an hour on.</summary>
    public static string Of(TimeSpan duration)
    {
        long seconds = (long)Math.Round(Math.Max(0, Math.Min(duration.TotalSeconds, 1e9)));
        return seconds < 3600
            ? string.Create(CultureInfo.InvariantCulture, $"{seconds / 60}:{seconds % 60:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600}:{seconds / 60 % 60:00}:{seconds % 60:00}");
    }
}
