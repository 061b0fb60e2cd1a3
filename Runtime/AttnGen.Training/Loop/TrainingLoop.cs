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
    private MeanLoss epochLoss = new();
    private EvaluationReport? lastEvaluation;

    /// <summary>Makes a loop; <see cref="Run"/> runs it.</summary>
    /// <param name="session">The session that updates the parameters.</param>
    /// <param name="batches">What to train on.</param>
    /// <param name="loss">The mean loss of a batch, one element.</param>
    /// <param name="options">Epochs, evaluation and callbacks; the defaults for null.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
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
        TotalSteps = stepper.StepCount + StepsFrom(Position);
    }

    /// <summary>The place of the next batch: what to save with the session's state, also from a callback.</summary>
    public SamplerState Position { get; private set; }

    /// <summary>The number of the step that ends the run.</summary>
    public long TotalSteps { get; }

    /// <summary>Trains until the last epoch is done or the cancellation is asked for; called again, it goes on from where it stopped.</summary>
    /// <param name="cancellation">Ends the run between two steps, or two batches of an evaluation; the outcome says so, no exception is thrown.</param>
    /// <returns>How the run ended.</returns>
    public TrainingOutcome Run(CancellationToken cancellation = default)
    {
        began = time.GetTimestamp();
        examples = 0;
        lastEvaluation = null;
        TrainingStart start = new(stepper.StepCount, TotalSteps, options.Epochs, stepper.Rates);
        Tell(callback => callback.OnStart(start));
        bool completed = true;
        while (completed && Position.Epoch < options.Epochs)
        {
            completed = RunEpoch(cancellation);
        }

        double seconds = time.GetElapsedTime(began).TotalSeconds;
        TrainingOutcome outcome = new(completed, stepper.StepCount, examples, epochLoss.Value, seconds, Position, lastEvaluation);
        Tell(callback => callback.OnEnd(outcome));
        return outcome;
    }

    private bool RunEpoch(CancellationToken cancellation)
    {
        int epoch = Position.Epoch;
        epochLoss = new MeanLoss();
        IReadOnlyList<BatchPlan> plans = batches.Sampler.Remaining(Position);
        using IEnumerator<Batch> source = batches.From(Position).GetEnumerator();
        for (int first = 0; first < plans.Count; first += options.BatchesPerStep)
        {
            if (cancellation.IsCancellationRequested)
            {
                return false;
            }

            BatchPlan[] plan = [.. plans.Skip(first).Take(options.BatchesPerStep)];
            StepReport report = Step(source, plan, epoch);
            NativeAllocator.ReleaseNowAndThen(stepper.StepCount);
            Position = plan[^1].Next;
            examples += report.Examples;
            epochLoss.Add(report.Loss, report.Examples);
            Tell(callback => callback.OnStep(report));
            bool ended = first + plan.Length == plans.Count;
            if (ended)
            {
                EpochReport end = new(epoch, stepper.StepCount, epochLoss.Value);
                Tell(callback => callback.OnEpochEnd(end));
            }

            if (EvaluationIsDue(ended) && !Evaluate(epoch, cancellation))
            {
                return false;
            }
        }

        return true;
    }

    private StepReport Step(IEnumerator<Batch> source, BatchPlan[] plans, int epoch)
    {
        long stepBegan = time.GetTimestamp();
        int count = plans.Sum(plan => plan.Indices.Length);
        long tokens = 0;
        double mean = 0;
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor? only = null;
        foreach (BatchPlan plan in plans)
        {
            source.MoveNext();
            Batch batch = source.Current;
            tokens += batch.Ids.numel();
            if (plans.Length == 1)
            {
                only = loss(batch);
                only.backward();
                mean = only.ToDouble();
                break;
            }

            using DisposeScope ofBatch = torch.NewDisposeScope();
            torch.Tensor value = loss(batch);
            double share = (double)plan.Indices.Length / count;
            value.mul(share).backward();
            mean += value.ToDouble() * share;
        }

        IReadOnlyList<GroupRate> rates = stepper.Rates;
        stepper.Step(only ?? torch.tensor(mean));
        return new StepReport(stepper.StepCount, epoch, mean, rates, count, tokens, time.GetElapsedTime(stepBegan).TotalSeconds);
    }

    private bool EvaluationIsDue(bool epochEnded) => options.Evaluate is not null
        && (options.EvaluateEverySteps is { } every
            ? stepper.StepCount % every == 0 || Position.Epoch >= options.Epochs
            : epochEnded);

    private bool Evaluate(int epoch, CancellationToken cancellation)
    {
        try
        {
            EvaluationReport report = new(stepper.StepCount, epoch, options.Evaluate!(cancellation));
            lastEvaluation = report;
            Tell(callback => callback.OnEvaluation(report));
            return true;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private long StepsFrom(SamplerState position)
    {
        if (position.Epoch >= options.Epochs)
        {
            return 0;
        }

        int remaining = batches.Sampler.Remaining(position).Count;
        return options.StepsOf(remaining) + ((options.Epochs - position.Epoch - 1L) * options.StepsOf(batches.BatchesPerEpoch));
    }

    private void Tell(Action<ITrainingCallback> what)
    {
        foreach (ITrainingCallback callback in options.Callbacks)
        {
            what(callback);
        }
    }
}
