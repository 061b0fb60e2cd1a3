using System.Globalization;

namespace AttnGen.Training;

/// <summary>A step in words: the loss, the rate of each group by name, and the speed.</summary>
internal static class ProgressLine
{
    public static string Of(StepReport step, double smoothedLoss, double examplesPerSecond)
    {
        var rates = string.Join("  ", step.Rates.Select(rate => string.Create(CultureInfo.InvariantCulture, $"{rate.Name} {rate.Rate:0.0e-0}")));
        return string.Create(CultureInfo.InvariantCulture, $"loss {smoothedLoss:F3}  {rates}  {examplesPerSecond:F0}/s");
    }

    public static string Of(EvaluationReport evaluation)
    {
        var metrics = string.Concat(evaluation.Result.Metrics.Select(metric => string.Create(CultureInfo.InvariantCulture, $"  {metric.Key} {metric.Value:F4}")));
        return string.Create(CultureInfo.InvariantCulture, $"step {evaluation.Step}: evaluated {evaluation.Result.Examples} examples in {evaluation.Result.Seconds:F0} s: loss {evaluation.Result.Loss:F4}{metrics}");
    }
}
