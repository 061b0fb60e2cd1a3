using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace AttnGen;

/// <summary>What a session measures. One meter serves the process: a session is begun from a model alone, far from a host's services.</summary>
internal static class SessionMeter
{
    private static readonly Meter Meter = new(AttnGenTelemetry.MeterName, typeof(SessionMeter).Assembly.GetName().Version?.ToString(3));

    private static readonly Histogram<double> Duration = Meter.CreateHistogram("attngen.update.duration", "s", "The time of an update: the check, the clipping and the optimizer.", tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5] });

    private static readonly Gauge<double> LossGauge = Meter.CreateGauge<double>("attngen.loss", "1", "The loss of the last step.");
    private static readonly Gauge<double> GradientNorm = Meter.CreateGauge<double>("attngen.gradient.norm", "1", "The global L2 norm of the gradients of the last step, before clipping.");
    private static readonly Gauge<double> LearningRate = Meter.CreateGauge<double>("attngen.learning_rate", "1", "The rate of a group in the last step.");

    /// <summary>The time, or 0 where nobody asks for it.</summary>
    public static long Begin() => Duration.Enabled ? Stopwatch.GetTimestamp() : 0;

    public static void Loss(double loss) => LossGauge.Record(loss);

    /// <summary>Tells of an update, with the factor of the schedule that it used.</summary>
    public static void Updated(long began, TuningSession session, double factor)
    {
        if (began != 0)
        {
            Duration.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);
        }

        GradientNorm.Record(session.LastGradientNorm);
        if (LearningRate.Enabled)
        {
            foreach (var group in session.Groups)
            {
                LearningRate.Record(group.BaseLearningRate * factor, new KeyValuePair<string, object?>("attngen.group", group.Name));
            }
        }
    }
}
