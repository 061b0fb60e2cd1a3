using System.Diagnostics;
using TorchSharp;

namespace AttnGen.Training;

/// <summary>
/// An ordinary training loop, for those who do not want to write one: epochs, evaluations, callbacks, and a dispose scope around each step.
/// It decides nothing about the parameters: the session updates, clips and schedules.
/// </summary>
public sealed class TrainingLoop
{
    private readonly IStepper stepper;
    private readonly TextBatches batches;
    private readonly Func<Batch, torch.Tensor> loss;
    private readonly TrainingLoopOptions options;
    private readonly TimeProvider time;
    private long began;
    private long examples;
    private double waited;
    private long evaluated = -1;
    private MeanLoss epochLoss = new();
    private FreedMemory freed = new();
    private EvaluationReport? lastEvaluation;

    /// <summary>Makes a loop; <see cref="Run"/> runs it.</summary>
    /// <param name="session">The session that updates the parameters.</param>
    /// <param name="batches">What to train on.</param>
    /// <param name="loss">The mean loss of a batch, one element.</param>
    /// <param name="options">Epochs, evaluation and callbacks; the defaults for null.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the place to begin at is one in other batches.</exception>
    public TrainingLoop(TuningSession session, TextBatches batches, Func<Batch, torch.Tensor> loss, TrainingLoopOptions? options = null)
        : this(new SessionStepper(session ?? throw new ArgumentNullException(nameof(session))), batches, loss, options, time: null)
    {
    }

    internal TrainingLoop(
        IStepper stepper, TextBatches batches, Func<Batch, torch.Tensor> loss, TrainingLoopOptions? options, TimeProvider? time)
    {
        ArgumentNullException.ThrowIfNull(stepper);
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentNullException.ThrowIfNull(loss);
        this.stepper = stepper;
        this.batches = batches;
        this.loss = loss;
        this.options = options ?? new TrainingLoopOptions();
        this.options.Check();
        this.time = time ?? TimeProvider.System;
        Position = this.options.Start ?? batches.Sampler.Start;
        // Also of a run that is done, whose evaluation is still to come.
        batches.Sampler.Check(Position);
        TotalSteps = stepper.StepCount + StepsFrom(Position);
    }

    /// <summary>The place of the next batch: what to save with the session's state, also from a callback.</summary>
    public SamplerState Position { get; private set; }

    /// <summary>The number of the step that ends the run.</summary>
    public long TotalSteps { get; }

    /// <summary>
    /// Trains until the last epoch is done, or the last step, or the cancellation is asked for; called again, it goes on from where it stopped. A run that resumes
    /// where an evaluation was due begins with it: the one before may have been stopped in it.
    /// </summary>
    /// <remarks>
    /// It computes on the calling thread, to which TorchSharp ties its dispose scopes and the gradient mode; there is nothing in it to await. A host calls it on a
    /// thread of its own, from <c>BackgroundService.ExecuteAsync</c> or by <c>Task.Run</c>.
    /// </remarks>
    /// <param name="cancellation">Ends the run between two steps (never between the batches of one), or two batches of an evaluation; the outcome says so, no exception is thrown.</param>
    /// <returns>How the run ended.</returns>
    public TrainingOutcome Run(CancellationToken cancellation = default)
    {
        began = time.GetTimestamp();
        examples = 0;
        waited = 0;
        epochLoss = new MeanLoss();
        lastEvaluation = null;
        freed = new FreedMemory();
        using IDisposable kept = NativeAllocator.KeepFreedMemory();
        try
        {
            return TrainingTelemetry.Trace("attngen.run", activity => RunEpochs(activity, cancellation));
        }
        catch (Exception fault)
        {
            TellFailure(new TrainingFailure(stepper.StepCount, fault));
            throw;
        }
    }

    private TrainingOutcome RunEpochs(Activity? activity, CancellationToken cancellation)
    {
        TrainingStart start = new(stepper.StepCount, TotalSteps, options.Epochs, stepper.Rates);
        activity?.SetTag("attngen.step.first", start.Step).SetTag("attngen.step.total", TotalSteps);
        Tell(callback => callback.OnStart(start));
        bool completed = EvaluateWhereResumed(cancellation);
        while (completed && Left)
        {
            completed = TrainingTelemetry.Trace("attngen.epoch", epoch => RunEpoch(epoch, cancellation));
        }

        double seconds = time.GetElapsedTime(began).TotalSeconds;
        TrainingOutcome outcome = new(completed, stepper.StepCount, examples, epochLoss.Value, seconds, Position, lastEvaluation) { WaitSeconds = waited };
        activity?.SetTag("attngen.step.last", outcome.Step).SetTag("attngen.run.completed", completed);
        Tell(callback => callback.OnEnd(outcome));
        return outcome;
    }

    private bool Left => Position.Epoch < options.Epochs && stepper.StepCount < TotalSteps;

    private bool EvaluateWhereResumed(CancellationToken cancellation)
    {
        bool epochEnded = Position is { Epoch: > 0, Position: 0 };
        bool begun = epochEnded || Position.Position > 0;
        return !begun || evaluated == stepper.StepCount || !EvaluationIsDue(epochEnded) || Evaluate(epochEnded ? Position.Epoch - 1 : Position.Epoch, cancellation);
    }

    private bool RunEpoch(Activity? activity, CancellationToken cancellation)
    {
        int epoch = Position.Epoch;
        activity?.SetTag("attngen.epoch", epoch);
        MeanLoss mean = new();
        int remaining = batches.BatchesPerEpoch - Position.Position;
        using BatchSource source = new(batches, Position, time);
        for (int first = 0; first < remaining && Left; first += options.BatchesPerStep)
        {
            if (cancellation.IsCancellationRequested)
            {
                return false;
            }

            StepReport report = TrainingTelemetry.Trace("attngen.step", step => Step(step, source, epoch));
            freed.LookNowAndThen();
            Position = report.Next!;
            examples += report.Examples;
            waited += report.WaitSeconds!.Value;
            mean.Add(report.Loss, report.Examples);
            epochLoss = mean;
            TrainingTelemetry.Measure(report);
            Tell(callback => callback.OnStep(report));
            bool ended = first + options.BatchesPerStep >= remaining;
            if (ended)
            {
                EpochReport end = new(epoch, stepper.StepCount, mean.Value);
                Tell(callback => callback.OnEpochEnd(end));
            }

            if (EvaluationIsDue(ended) && !Evaluate(epoch, cancellation))
            {
                return false;
            }
        }

        return true;
    }

    private StepReport Step(Activity? activity, BatchSource source, int epoch)
    {
        long stepBegan = time.GetTimestamp();
        double waitedBefore = source.Waited;
        BatchPlan[] plans = source.Plan(options.BatchesPerStep);
        int count = plans.Sum(plan => plan.Indices.Length);
        using DisposeScope scope = torch.NewDisposeScope();
        (torch.Tensor total, double mean, long tokens) = Accumulate(plans, count, source);
        IReadOnlyList<GroupRate> rates = stepper.Rates;
        stepper.Step(total);
        activity?.SetTag("attngen.step", stepper.StepCount).SetTag("attngen.epoch", epoch);
        return new StepReport(stepper.StepCount, epoch, mean, rates, count, tokens, time.GetElapsedTime(stepBegan).TotalSeconds)
        {
            WaitSeconds = source.Waited - waitedBefore,
            GradientNorm = stepper.LastGradientNorm,
            Next = plans[^1].Next,
        };
    }

    /// <summary>The gradients of a step's batches; none where one of them fails, or the step's next trial would count those before it twice.</summary>
    private (torch.Tensor Loss, double Mean, long Tokens) Accumulate(BatchPlan[] plans, int count, BatchSource source)
    {
        long tokens = 0;
        double mean = 0;
        try
        {
            foreach (BatchPlan plan in plans)
            {
                Batch batch = source.Next();
                tokens += batch.Ids.numel();
                if (plans.Length == 1)
                {
                    torch.Tensor only = loss(batch);
                    only.backward();
                    return (only, LossValue.Read(only), tokens);
                }

                using DisposeScope ofBatch = torch.NewDisposeScope();
                torch.Tensor value = loss(batch);
                double share = (double)plan.Indices.Length / count;
                using Scalar weight = share;
                value.mul(weight).backward();
                mean += LossValue.Read(value) * share;
            }
        }
        catch
        {
            stepper.DropGradients();
            throw;
        }

        return (torch.tensor(mean), mean, tokens);
    }

    private bool EvaluationIsDue(bool epochEnded) => options.Evaluate is not null
        && (stepper.StepCount >= TotalSteps || (options.EvaluateEverySteps is { } every ? stepper.StepCount % every == 0 : epochEnded));

    private bool Evaluate(int epoch, CancellationToken cancellation)
    {
        EvaluationReport? report = TrainingTelemetry.Trace("attngen.evaluation", activity => Evaluate(activity, epoch, cancellation));
        if (report is null)
        {
            return false;
        }

        evaluated = report.Step;
        lastEvaluation = report;
        TrainingTelemetry.Measure(report.Result);
        Tell(callback => callback.OnEvaluation(report));
        return true;
    }

    private EvaluationReport? Evaluate(Activity? activity, int epoch, CancellationToken cancellation)
    {
        activity?.SetTag("attngen.step", stepper.StepCount).SetTag("attngen.epoch", epoch);
        try
        {
            return new EvaluationReport(stepper.StepCount, epoch, options.Evaluate!(cancellation));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private long StepsFrom(SamplerState position)
    {
        long whole = options.StepsOfEpochs(batches);
        long remaining = position.Epoch >= options.Epochs
            ? 0
            : options.StepsOf(batches.Sampler.Remaining(position).Count) + ((options.Epochs - position.Epoch - 1L) * options.StepsOf(batches.BatchesPerEpoch));
        long beyond = whole - options.TotalSteps(batches);
        return Math.Max(0, remaining - beyond);
    }

    private void Tell(Action<ITrainingCallback> what)
    {
        foreach (ITrainingCallback callback in options.Callbacks)
        {
            what(callback);
        }
    }

    private void TellFailure(TrainingFailure failure)
    {
        foreach (ITrainingCallback callback in options.Callbacks)
        {
            try
            {
                callback.OnFailure(failure);
            }
            catch (Exception)
            {
                // It would hide what ended the run, from the caller and from the callbacks after this one.
            }
        }
    }
}
