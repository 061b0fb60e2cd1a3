using AttnGen.Training.Tests.Support;
using TorchSharp;

namespace AttnGen.Training.Tests.Loop;

public sealed class TrainingLoopTests
{
    private static readonly EvaluationResult Measured = new(0.5, new Dictionary<string, double> { ["accuracy"] = 0.75 }, 10, 1);

    [Fact]
    public void Callbacks_are_told_in_order()
    {
        using Rig rig = new(examples: 10, batchSize: 4);
        Listener listener = new();
        TrainingOutcome outcome = rig.Loop(new TrainingLoopOptions { Epochs = 2, Callbacks = [listener], Evaluate = _ => Measured }).Run();
        Assert.Equal(
            ["start 0/6", "step 1", "step 2", "step 3", "epoch 0 3", "evaluation 3", "step 4", "step 5", "step 6", "epoch 1 6", "evaluation 6", "end 6 True"],
            listener.Told);
        Assert.Equal((true, 6L, 20L), (outcome.Completed, outcome.Step, outcome.Examples));
        Assert.Equal(rig.Batches.Sampler.StartOf(2), outcome.Position);
        Assert.Equal(new EvaluationReport(6, 1, Measured), outcome.LastEvaluation);
    }

    [Fact]
    public void Evaluations_come_every_so_many_steps_and_after_the_last()
    {
        using Rig rig = new(examples: 20, batchSize: 4);
        Listener listener = new();
        rig.Loop(new TrainingLoopOptions { EvaluateEverySteps = 2, Callbacks = [listener], Evaluate = _ => Measured }).Run();
        Assert.Equal(["evaluation 2", "evaluation 4", "evaluation 5"], listener.Told.Where(told => told.StartsWith("evaluation", StringComparison.Ordinal)));
    }

    [Fact]
    public void Freed_memory_is_kept_during_a_run()
    {
        using Rig rig = new(examples: 10, batchSize: 4);
        bool kept = false;
        rig.Loop(new TrainingLoopOptions
        {
            Evaluate = _ =>
            {
                kept = NativeAllocator.IsKeeping;
                return Measured;
            },
        }).Run();
        Assert.True(kept);
    }

    [Fact]
    public void A_step_tells_the_loss_and_the_rates_that_it_used()
    {
        using Rig rig = new(examples: 10, batchSize: 4);
        Listener listener = new();
        rig.Loop(new TrainingLoopOptions { Callbacks = [listener] }).Run();
        Assert.Equal(rig.Stepper.Losses, listener.Steps.Select(step => step.Loss));
        Assert.Equal([new GroupRate("query", 0.1 / 3), new GroupRate("value", 4 * 0.1 / 3)], listener.Steps[2].Rates);
        Assert.Equal(10, listener.Steps.Sum(step => step.Examples));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Gradients_of_several_batches_make_the_step_of_one_large_one(int epochs)
    {
        // 10 examples: batches of 3, 3, 3 and 1 taken four at a time are the whole of the data, as one batch of 10 is.
        using Rig small = new(examples: 10, batchSize: 3);
        using Rig large = new(examples: 10, batchSize: 10);
        small.Loop(new TrainingLoopOptions { Epochs = epochs, BatchesPerStep = 4 }).Run();
        large.Loop(new TrainingLoopOptions { Epochs = epochs }).Run();
        Assert.Equal(epochs, small.Stepper.StepCount);
        Assert.Equal(large.Stepper.Losses[^1], small.Stepper.Losses[^1], 1e-6);
        foreach ((float expected, float actual) in large.Weights().Zip(small.Weights()))
        {
            Assert.Equal(expected, actual, 1e-6f);
        }
    }

    [Fact]
    public void The_last_step_of_an_epoch_may_have_fewer_batches()
    {
        using Rig rig = new(examples: 10, batchSize: 2);
        TrainingLoopOptions options = new() { Epochs = 3, BatchesPerStep = 2 };
        Listener listener = new();
        rig.Loop(options with { Callbacks = [listener] }).Run();
        Assert.Equal(9, options.TotalSteps(rig.Batches));
        Assert.Equal([4, 4, 2, 4, 4, 2, 4, 4, 2], listener.Steps.Select(step => step.Examples));
    }

    [Fact]
    public void Cancellation_stops_between_two_steps_and_the_next_run_goes_on_from_there()
    {
        using Rig straight = new(examples: 22, batchSize: 4);
        straight.Loop(new TrainingLoopOptions { Epochs = 2 }).Run();

        using Rig rig = new(examples: 22, batchSize: 4);
        using CancellationTokenSource stop = new();
        Listener listener = new() { AtStep = step => { if (step.Step == 8) { stop.Cancel(); } } };
        TrainingLoop loop = rig.Loop(new TrainingLoopOptions { Epochs = 2, Callbacks = [listener] });
        TrainingOutcome first = loop.Run(stop.Token);
        Assert.Equal((false, 8L), (first.Completed, first.Step));
        Assert.Equal((1, 2), (first.Position.Epoch, first.Position.Position));
        Assert.Equal("end 8 False", listener.Told[^1]);

        TrainingOutcome second = loop.Run();
        Assert.Equal((true, 12L, 12L), (second.Completed, second.Step, loop.TotalSteps));
        Assert.Equal(straight.Weights(), rig.Weights());
    }

    [Fact]
    public void The_outcomes_loss_is_that_of_the_last_epoch_that_the_run_trained_on()
    {
        using Rig rig = new(examples: 12, batchSize: 4);
        using CancellationTokenSource stop = new();
        Listener listener = new() { AtStep = step => { if (step.Step == 3) { stop.Cancel(); } } };
        TrainingLoop loop = rig.Loop(new TrainingLoopOptions { Epochs = 2, Callbacks = [listener] });
        TrainingOutcome stopped = loop.Run(stop.Token);
        Assert.Equal((false, 3L), (stopped.Completed, stopped.Step));
        Assert.Equal(rig.Stepper.Losses.Average(), stopped.Loss, 1e-12);
        Assert.Equal(double.NaN, loop.Run(stop.Token).Loss);
        double second = loop.Run().Loss;
        Assert.Equal(rig.Stepper.Losses.Skip(3).Average(), second, 1e-12);
        Assert.Equal(double.NaN, loop.Run().Loss);
    }

    [Fact]
    public void Cancellation_during_an_evaluation_ends_the_run_without_it()
    {
        using Rig rig = new(examples: 10, batchSize: 4);
        using CancellationTokenSource stop = new();
        TrainingOutcome outcome = rig.Loop(new TrainingLoopOptions
        {
            EvaluateEverySteps = 2,
            Evaluate = token =>
            {
                stop.Cancel();
                token.ThrowIfCancellationRequested();
                return Measured;
            },
        }).Run(stop.Token);
        Assert.Equal((false, 2L), (outcome.Completed, outcome.Step));
        Assert.Null(outcome.LastEvaluation);
    }

    [Fact]
    public void A_run_that_was_stopped_in_an_evaluation_begins_with_it_and_no_other_is_made_twice()
    {
        using Rig rig = new(examples: 10, batchSize: 4);
        using CancellationTokenSource stop = new();
        Listener listener = new();
        bool stopped = false;
        TrainingLoopOptions options = new()
        {
            Epochs = 2,
            Callbacks = [listener],
            Evaluate = token =>
            {
                if (!stopped)
                {
                    stopped = true;
                    stop.Cancel();
                }

                token.ThrowIfCancellationRequested();
                return Measured;
            },
        };
        TrainingLoop loop = rig.Loop(options);
        Assert.False(loop.Run(stop.Token).Completed);
        TrainingOutcome rest = loop.Run();
        Assert.Equal(["start 0/6", "step 1", "step 2", "step 3", "epoch 0 3", "end 3 False", "start 3/6", "evaluation 3", "step 4", "step 5", "step 6", "epoch 1 6", "evaluation 6", "end 6 True"], listener.Told);
        Assert.Equal(6, rest.LastEvaluation?.Step);

        // Resumed by another process behind the last step: there is still an evaluation.
        Listener again = new();
        TrainingLoop last = rig.Loop(options with { Start = rest.Position, Callbacks = [again] });
        Assert.True(last.Run().Completed);
        Assert.Equal(["start 6/6", "evaluation 6", "end 6 True"], again.Told);
    }

    [Fact]
    public void Cancellation_among_the_batches_of_a_step_lets_the_step_be_completed()
    {
        using Rig straight = new(examples: 22, batchSize: 4);
        straight.Loop(new TrainingLoopOptions { Epochs = 2, BatchesPerStep = 3 }).Run();
        using Rig rig = new(examples: 22, batchSize: 4);
        using CancellationTokenSource stop = new();
        int batches = 0;
        TrainingLoop loop = rig.Loop(new TrainingLoopOptions { Epochs = 2, BatchesPerStep = 3 }, () =>
        {
            if (++batches == 2)
            {
                stop.Cancel();
            }
        });
        TrainingOutcome first = loop.Run(stop.Token);
        Assert.Equal((false, 1L, 3, 3), (first.Completed, first.Step, batches, first.Position.Position));
        loop.Run();
        Assert.Equal(straight.Weights(), rig.Weights());
    }

    [Fact]
    public void A_limit_of_steps_ends_the_run_also_over_resumed_parts()
    {
        using Rig straight = new(examples: 20, batchSize: 4);
        TrainingLoopOptions options = new() { Epochs = 3, Steps = 7, Evaluate = _ => Measured };
        Assert.Equal(7, options.TotalSteps(straight.Batches));
        Assert.Equal(15, (options with { Steps = 100 }).TotalSteps(straight.Batches));
        Listener whole = new();
        TrainingOutcome outcome = straight.Loop(options with { Callbacks = [whole] }).Run();
        Assert.Equal((true, 7L, 7L), (outcome.Completed, outcome.Step, outcome.LastEvaluation?.Step));
        Assert.Equal(["evaluation 5", "evaluation 7"], whole.Told.Where(told => told.StartsWith("evaluation", StringComparison.Ordinal)));

        using Rig rig = new(examples: 20, batchSize: 4);
        using CancellationTokenSource stop = new();
        TrainingOutcome part = rig.Loop(options with { Callbacks = [new Listener { AtStep = step => { if (step.Step == 6) { stop.Cancel(); } } }] }).Run(stop.Token);
        TrainingLoop rest = rig.Loop(options with { Start = part.Position });
        Assert.Equal(7, rest.TotalSteps);
        Assert.Equal(7, rest.Run().Step);
        Assert.Equal(straight.Weights(), rig.Weights());
        Assert.Throws<ArgumentOutOfRangeException>(() => rig.Loop(options with { Steps = 0 }));
    }

    [Fact]
    public void A_step_tells_how_long_it_waited_for_its_batches_and_the_run_how_long_all_did()
    {
        // Each look at this clock takes a second: one for each batch, and one for the order of an epoch.
        using Rig rig = new(examples: 20, batchSize: 4);
        Listener listener = new();
        TrainingOutcome outcome = rig.Loop(new TrainingLoopOptions { Epochs = 2, BatchesPerStep = 2, Callbacks = [listener] }, time: new TickingTime()).Run();
        Assert.Equal([3.0, 2, 1, 3, 2, 1], listener.Steps.Select(step => step.WaitSeconds!.Value));
        Assert.Equal(12, outcome.WaitSeconds);
        Assert.All(listener.Steps, step => Assert.True(step.WaitSeconds < step.Seconds));
    }

    [Fact]
    public void What_ends_a_run_is_told_and_thrown_on()
    {
        using Rig rig = new(examples: 10, batchSize: 4);
        Listener listener = new() { AtStep = step => { if (step.Step == 2) { throw new InvalidTimeZoneException(); } } };
        Assert.Throws<InvalidTimeZoneException>(() => rig.Loop(new TrainingLoopOptions { Callbacks = [listener] }).Run());
        Assert.Equal(["start 0/3", "step 1", "step 2", "failure 2 InvalidTimeZoneException"], listener.Told);
    }

    [Fact]
    public void What_a_callback_throws_when_it_is_told_of_a_failure_hides_it_from_nobody()
    {
        using Rig rig = new(examples: 10, batchSize: 4);
        Listener first = new() { AtFailure = _ => throw new IOException() };
        Listener second = new() { AtStep = _ => throw new InvalidTimeZoneException() };
        Assert.Throws<InvalidTimeZoneException>(() => rig.Loop(new TrainingLoopOptions { Callbacks = [first, second] }).Run());
        Assert.All(new[] { first, second }, listener => Assert.Equal("failure 1 InvalidTimeZoneException", listener.Told[^1]));
    }

    [Fact]
    public void A_run_leaves_no_tensor_behind_also_when_it_fails()
    {
        using Rig rig = new(examples: 40, batchSize: 4);
        rig.Loop(new TrainingLoopOptions()).Run();
        long before = LiveTensors.Count();
        rig.Loop(new TrainingLoopOptions { Epochs = 2, BatchesPerStep = 3 }).Run();
        Assert.Equal(before, torch.Tensor.TotalCount);

        Listener failing = new() { AtStep = step => throw new InvalidTimeZoneException() };
        Assert.Throws<InvalidTimeZoneException>(() => rig.Loop(new TrainingLoopOptions { Callbacks = [failing] }).Run());
        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        using Rig rig = new(examples: 4, batchSize: 4);
        Assert.Throws<ArgumentOutOfRangeException>(() => rig.Loop(new TrainingLoopOptions { Epochs = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => rig.Loop(new TrainingLoopOptions { BatchesPerStep = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => rig.Loop(new TrainingLoopOptions { EvaluateEverySteps = 0 }));
    }

    /// <summary>Behind the last epoch too, where a run that was stopped in its evaluation goes on: its result would be said of what it was not trained on.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_place_in_other_batches_is_refused(int epoch)
    {
        using Rig rig = new(examples: 10, batchSize: 4);
        SamplerState start = rig.Batches.Sampler.StartOf(epoch);
        Assert.Equal(3 * (1 - epoch), rig.Loop(new TrainingLoopOptions { Start = start }).TotalSteps);
        foreach (SamplerState other in new[] { start with { Plan = "other" }, start with { Seed = 6 }, start with { Position = 3 } })
        {
            Assert.Throws<ArgumentException>(() => rig.Loop(new TrainingLoopOptions { Start = other }));
        }
    }

    /// <summary>A model whose start is always the same, its data, and plain gradient descent.</summary>
    private sealed class Rig : IDisposable
    {
        private readonly TinyModel model;

        public Rig(int examples, int batchSize)
        {
            torch.manual_seed(3);
            model = new TinyModel();
            Stepper = new PlainStepper(model, 0.1);
            Batches = new TextBatches(Samples.Texts(seed: 4, examples), new BatchOptions { BatchSize = batchSize, Seed = 5 });
        }

        public PlainStepper Stepper { get; }

        public TextBatches Batches { get; }

        public TrainingLoop Loop(TrainingLoopOptions options, Action? atBatch = null, TimeProvider? time = null)
        {
            torch.Tensor Loss(Batch batch)
            {
                atBatch?.Invoke();
                return torch.nn.functional.cross_entropy(model.call(batch.Ids, batch.Mask), batch.Labels);
            }

            return new TrainingLoop(Stepper, Batches, Loss, options, time);
        }

        public float[] Weights() => [.. model.parameters().SelectMany(parameter => parameter.data<float>())];

        public void Dispose() => model.Dispose();
    }
}
