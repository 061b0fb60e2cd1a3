using System.Diagnostics.Metrics;
using AttnGen.Tests.Models;
using static TorchSharp.torch;

namespace AttnGen.Tests.Telemetry;

public sealed class SessionMeterTests
{
    private static readonly TuneStrategy<ToyClassifier> Strategy = TuneStrategy<ToyClassifier>.Create(strategy => strategy.Tune(Matrix.Q).Tune(Matrix.V, lrScale: 4));

    private static readonly TuningOptions Options = new() { LearningRate = 1e-2, Schedule = Schedule.Linear(10) };

    [Fact]
    public void Nothing_is_measured_or_allocated_where_nobody_listens()
    {
        using var model = new ToyClassifier();
        using var tuning = model.BeginTuning(Strategy, Options);
        var timed = false;
        void Measure()
        {
            var began = SessionMeter.Begin();
            SessionMeter.Loss(0.5);
            SessionMeter.Updated(began, tuning, 1);
            timed |= began != 0;
        }

        Measure();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Measure();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.False(timed);
    }

    [Fact]
    public void An_update_tells_the_rates_that_it_used_and_one_without_a_loss_tells_none()
    {
        var measured = new List<(string Name, string? Group, double Value)>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, listener) => { if (instrument.Meter.Name == AttnGenTelemetry.MeterName) { listener.EnableMeasurementEvents(instrument); } } };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => measured.Add((instrument.Name, tags.Length > 0 ? (string?)tags[0].Value : null, value)));
        listener.Start();
        using var model = new ToyClassifier();
        using var tuning = model.BeginTuning(Strategy, Options);
        var rates = tuning.Groups.Select(group => ("attngen.learning_rate", (string?)group.Name, group.LearningRate)).ToList();
        tuning.Step();

        Assert.Equal(rates, measured.Where(one => one.Name == "attngen.learning_rate"));
        Assert.Equal(("attngen.gradient.norm", null, tuning.LastGradientNorm), Assert.Single(measured, one => one.Name == "attngen.gradient.norm"));
        Assert.True(Assert.Single(measured, one => one.Name == "attngen.update.duration").Value > 0);
        Assert.DoesNotContain(measured, one => one.Name == "attngen.loss");

        using var loss = tensor(double.NaN);
        Assert.Throws<NonFiniteException>(() => tuning.Step(loss));
        Assert.True(double.IsNaN(Assert.Single(measured, one => one.Name == "attngen.loss").Value));
        Assert.Single(measured, one => one.Name == "attngen.update.duration");
    }
}
