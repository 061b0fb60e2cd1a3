using System.Diagnostics;
using AttnGen.Training.Tests.Support;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using TorchSharp;

namespace AttnGen.Training.Tests.Telemetry;

/// <summary>A real small run, read back through OpenTelemetry.</summary>
public sealed class TelemetryTests : IDisposable
{
    private readonly OwnDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Metrics_are_what_the_loop_reports()
    {
        using TinyRun run = new();
        RunRecorder recorder = new("metrics");
        List<MetricSnapshot> metrics = [];
        using (MeterProvider provider = Sdk.CreateMeterProviderBuilder().AddMeter(AttnGenTelemetry.MeterName).AddInMemoryExporter(metrics).Build())
        {
            using StateKeeper keeper = new(run.Session, Path.Combine(directory.Path, "state.safetensors"), new StateKeeperOptions { EverySteps = 5 });
            run.Loop(new TrainingLoopOptions { Epochs = 2, Callbacks = [recorder, keeper], Evaluate = run.Evaluate }).Run();
            provider.ForceFlush();
        }

        Dictionary<string, IReadOnlyList<MetricPoint>> points = metrics.GroupBy(metric => metric.Name).ToDictionary(group => group.Key, group => group.Last().MetricPoints);
        StepReport last = recorder.Steps[^1];
        Assert.Equal(recorder.Steps.Sum(step => step.Tokens), points["attngen.tokens"].Single().GetSumLong());
        Assert.Equal(80, points["attngen.examples"].Single().GetSumLong());
        Assert.Equal(20, points["attngen.step.duration"].Single().GetHistogramCount());
        Assert.Equal(recorder.Steps.Sum(step => step.Seconds), points["attngen.step.duration"].Single().GetHistogramSum(), 1e-9);
        Assert.Equal(20, points["attngen.step.wait"].Single().GetHistogramCount());
        Assert.Equal(recorder.Steps.Sum(step => step.WaitSeconds!.Value), points["attngen.step.wait"].Single().GetHistogramSum(), 1e-9);
        Assert.Equal(20, points["attngen.update.duration"].Single().GetHistogramCount());
        Assert.InRange(points["attngen.update.duration"].Single().GetHistogramSum(), 1e-9, recorder.Steps.Sum(step => step.Seconds));
        Assert.Equal(last.Loss, points["attngen.loss"].Single().GetGaugeLastValueDouble(), 1e-12);
        Assert.Equal(last.GradientNorm, points["attngen.gradient.norm"].Single().GetGaugeLastValueDouble());
        Assert.Equal(last.Tokens / last.Seconds, points["attngen.token.rate"].Single().GetGaugeLastValueDouble());
        Assert.Equal(last.Rates.ToDictionary(rate => rate.Name, rate => rate.Rate), points["attngen.learning_rate"].ToDictionary(point => Tag(point, "attngen.group"), point => point.GetGaugeLastValueDouble()));
        Assert.Equal(2, points["attngen.evaluation.duration"].Single().GetHistogramCount());
        Assert.Equal(recorder.Evaluations[^1].Result.Loss, points["attngen.evaluation.loss"].Single().GetGaugeLastValueDouble());
        MetricPoint accuracy = points["attngen.evaluation.metric"].Single();
        Assert.Equal(("accuracy", recorder.Evaluations[^1].Result.Accuracy), (Tag(accuracy, "attngen.metric"), accuracy.GetGaugeLastValueDouble()));
        Assert.Equal(4, points["attngen.state.save.duration"].Single().GetHistogramCount());
        Assert.Equal(["s", "1", "{token}", "{example}", "{token}/s"], metrics.Select(metric => metric.Unit).Distinct().OrderBy(unit => Array.IndexOf(["s", "1", "{token}", "{example}", "{token}/s"], unit)));
    }

    [Fact]
    public void Activities_are_nested_and_carry_their_steps()
    {
        using TinyRun run = new();
        List<Activity> activities = Traced(() =>
        {
            using StateKeeper keeper = new(run.Session, Path.Combine(directory.Path, "state.safetensors"), new StateKeeperOptions { EverySteps = 10 });
            run.Loop(new TrainingLoopOptions { Epochs = 2, Callbacks = [keeper], Evaluate = run.Evaluate }).Run();
        });
        Assert.Equal(
            [("attngen.epoch", 2), ("attngen.evaluation", 2), ("attngen.run", 1), ("attngen.state.save", 2), ("attngen.step", 20)],
            activities.CountBy(activity => activity.OperationName).OrderBy(count => count.Key, StringComparer.Ordinal).Select(count => (count.Key, count.Value)));
        Activity whole = activities.Single(activity => activity.OperationName == "attngen.run");
        HashSet<ActivitySpanId> epochs = [.. activities.Where(activity => activity.OperationName == "attngen.epoch").Select(epoch => epoch.SpanId)];
        Assert.All(activities, activity => Assert.True(activity == whole || (activity.OperationName == "attngen.epoch" ? activity.ParentSpanId == whole.SpanId : epochs.Contains(activity.ParentSpanId))));
        Assert.Equal(Enumerable.Range(1, 20).Select(step => (object)(long)step), activities.Where(activity => activity.OperationName == "attngen.step").Select(step => step.GetTagItem("attngen.step")!));
        Assert.All(activities, activity => Assert.Equal(ActivityStatusCode.Unset, activity.Status));
        Assert.Equal((20L, true), (whole.GetTagItem("attngen.step.last"), whole.GetTagItem("attngen.run.completed")));
    }

    [Fact]
    public void What_fails_is_an_error_of_its_activity_and_of_those_around_it_and_a_cancelled_evaluation_is_none()
    {
        using TinyRun run = new();
        List<Activity> failed = Traced(() => Assert.Throws<NonFiniteException>(() => run.Loop(new TrainingLoopOptions(), float.NaN).Run()));
        Assert.Equal(["attngen.step", "attngen.epoch", "attngen.run"], failed.Select(activity => activity.OperationName));
        Assert.All(failed, activity => Assert.Equal(ActivityStatusCode.Error, activity.Status));
        Assert.Contains("NonFiniteException", failed[0].Events.Single().Tags.Single(tag => tag.Key == "exception.type").Value!.ToString(), StringComparison.Ordinal);

        using CancellationTokenSource stop = new();
        EvaluationResult Stopped(CancellationToken token)
        {
            stop.Cancel();
            return run.Evaluate(token);
        }

        List<Activity> cancelled = Traced(() => run.Loop(new TrainingLoopOptions { Evaluate = Stopped }).Run(stop.Token));
        Assert.Contains(cancelled, activity => activity.OperationName == "attngen.evaluation");
        Assert.All(cancelled, activity => Assert.Equal(ActivityStatusCode.Unset, activity.Status));
    }

    [Fact]
    public void Nothing_is_measured_or_allocated_where_nobody_listens()
    {
        StepReport report = new(1, 0, 0.5, [], 4, 40, 0.1) { WaitSeconds = 0.01 };
        EvaluationResult evaluation = new(0.5, new Dictionary<string, double> { ["accuracy"] = 1 }, 4, 0.1);
        void Measure()
        {
            TrainingTelemetry.Measure(report);
            TrainingTelemetry.Measure(evaluation);
            TrainingTelemetry.MeasureSaving(TimeSpan.FromSeconds(1));
        }

        Measure();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            Measure();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.False(TrainingTelemetry.Trace("attngen.run", activity => activity is not null));
    }

    [Fact]
    public void A_loop_of_ones_own_is_measured_by_its_session()
    {
        using TinyRun run = new();
        List<MetricSnapshot> metrics = [];
        using MeterProvider provider = Sdk.CreateMeterProviderBuilder().AddMeter(AttnGenTelemetry.MeterName).AddInMemoryExporter(metrics).Build();
        using (torch.Tensor loss = torch.tensor(0.25))
        {
            run.Session.Step(loss);
        }

        provider.ForceFlush();
        Assert.Equal(["attngen.gradient.norm", "attngen.learning_rate", "attngen.loss", "attngen.update.duration"], metrics.Select(metric => metric.Name).Order(StringComparer.Ordinal));
        Assert.Equal(0.25, metrics.Single(metric => metric.Name == "attngen.loss").MetricPoints[0].GetGaugeLastValueDouble());
    }

    private static List<Activity> Traced(Action what)
    {
        List<Activity> activities = [];
        using TracerProvider provider = Sdk.CreateTracerProviderBuilder().AddSource(AttnGenTelemetry.ActivitySourceName).AddInMemoryExporter(activities).Build();
        what();
        provider.ForceFlush();
        return activities;
    }

    private static string Tag(MetricPoint point, string name)
    {
        foreach (KeyValuePair<string, object?> tag in point.Tags)
        {
            if (tag.Key == name)
            {
                return (string)tag.Value!;
            }
        }

        throw new KeyNotFoundException(name);
    }
}
