using System.Globalization;

namespace AttnGen.Training;

/// <summary>Finds the metric that a task is reported by.</summary>
internal static class ReportedMetric
{
    /// <summary>A run's score; NaN where the metric is undefined for what the model gave.</summary>
    /// <exception cref="InvalidDataException">The run does not have the metric.</exception>
    public static double Of(SweepResult result, Func<string, string> metric) => Find(result, result.Metrics, metric, "");

    /// <summary>A run's score in one of its evaluations.</summary>
    /// <exception cref="InvalidDataException">The evaluation does not have the metric.</exception>
    public static double Of(SweepResult result, EvaluationReport evaluation, Func<string, string> metric) =>
        Find(result, evaluation.Result.Metrics, metric, string.Create(CultureInfo.InvariantCulture, $" at step {evaluation.Step}"));

    /// <summary>A run in words.</summary>
    public static string Describe(SweepResult result) =>
        string.Create(CultureInfo.InvariantCulture, $"the result {result.Id} ({result.Task}; {result.Strategy}; rate={result.LearningRate:R}; seed={result.Seed})");

    private static double Find(SweepResult result, IReadOnlyDictionary<string, double> metrics, Func<string, string> metric, string where)
    {
        string name = metric(result.Task);
        return name is not null && metrics.TryGetValue(name, out double value)
            ? value
            : throw new InvalidDataException($"{result.Task} is reported by '{name}', which {Describe(result)} does not have{where}: it has "
                + $"{(metrics.Count == 0 ? "no metrics" : string.Join(", ", metrics.Keys))}. Name a metric that its evaluation measured, or leave the result out.");
    }
}
