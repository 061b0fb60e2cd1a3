using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace AttnGen.Training;

/// <summary>What the loop measures and traces, under the names of <see cref="AttnGenTelemetry"/>. A session measures its own part.</summary>
internal static class TrainingTelemetry
{
    private static readonly string? Version = typeof(TrainingTelemetry).Assembly.GetName().Version?.ToString(3);
    private static readonly ActivitySource Source = new(AttnGenTelemetry.ActivitySourceName, Version);
    private static readonly Meter Meter = new(AttnGenTelemetry.MeterName, Version);
    private static readonly InstrumentAdvice<double> Seconds = new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300] };
    private static readonly InstrumentAdvice<double> Waits = new() { HistogramBucketBoundaries = [0.00001, 0.00005, 0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5] };

    private static readonly Histogram<double> StepDuration = Meter.CreateHistogram("attngen.step.duration", "s", "The time of a step, the waiting for its batch included.", tags: null, Seconds);
    private static readonly Histogram<double> StepWait = Meter.CreateHistogram("attngen.step.wait", "s", "The time that a step waited for its batches.", tags: null, Waits);
    private static readonly Counter<long> Examples = Meter.CreateCounter<long>("attngen.examples", "{example}", "Examples trained on, repetitions counted.");
    private static readonly Counter<long> Tokens = Meter.CreateCounter<long>("attngen.tokens", "{token}", "Tokens trained on, padding included.");
    private static readonly Gauge<double> TokenRate = Meter.CreateGauge<double>("attngen.token.rate", "{token}/s", "The speed of the last step.");
    private static readonly Histogram<double> EvaluationDuration = Meter.CreateHistogram("attngen.evaluation.duration", "s", "The time of an evaluation.", tags: null, Seconds);
    private static readonly Gauge<double> EvaluationLoss = Meter.CreateGauge<double>("attngen.evaluation.loss", "1", "The mean loss of the last evaluation.");
    private static readonly Gauge<double> EvaluationMetric = Meter.CreateGauge<double>("attngen.evaluation.metric", "1", "A metric of the last evaluation, by its name.");
    private static readonly Histogram<double> SaveDuration = Meter.CreateHistogram("attngen.state.save.duration", "s", "The time of saving a state.", tags: null, Seconds);

    /// <summary>Does something within an activity, if anyone traces; an exception is the activity's error, and is thrown on.</summary>
    public static T Trace<T>(string name, Func<Activity?, T> what)
    {
        using Activity? activity = Source.StartActivity(name);
        try
        {
            return what(activity);
        }
        catch (Exception fault)
        {
            activity?.SetStatus(ActivityStatusCode.Error, fault.Message);
            activity?.AddException(fault);
            throw;
        }
    }

    public static void Measure(StepReport step)
    {
        StepDuration.Record(step.Seconds);
        if (step.WaitSeconds is { } wait)
        {
            StepWait.Record(wait);
        }

        Examples.Add(step.Examples);
        Tokens.Add(step.Tokens);
        if (step.Seconds > 0)
        {
            TokenRate.Record(step.Tokens / step.Seconds);
        }
    }

    public static void Measure(EvaluationResult evaluation)
    {
        EvaluationDuration.Record(evaluation.Seconds);
        EvaluationLoss.Record(evaluation.Loss);
        if (EvaluationMetric.Enabled)
        {
            foreach ((string name, double value) in evaluation.Metrics)
            {
                EvaluationMetric.Record(value, new KeyValuePair<string, object?>("attngen.metric", name));
            }
        }
    }

    public static void MeasureSaving(TimeSpan time) => SaveDuration.Record(time.TotalSeconds);
}
