namespace AttnGen.Training;

/// <summary>How a <see cref="TrainingLoop"/> runs.</summary>
public sealed record TrainingLoopOptions
{
    /// <summary>How often each example is used. 1 by default.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>
    /// Of how many batches the gradients are added up for one step, each weighted by its number of examples, so that the step is that
    /// of one large batch. The last step of an epoch may have fewer. 1 by default.
    /// </summary>
    public int BatchesPerStep { get; init; } = 1;

    /// <summary>The most steps of the whole run, resumed parts included; null, the default, ends it with its last epoch.</summary>
    public long? Steps { get; init; }

    /// <summary>Evaluates the model; null evaluates nothing. See <see cref="Evaluation.Run"/>.</summary>
    public Func<CancellationToken, EvaluationResult>? Evaluate { get; init; }

    /// <summary>After how many steps to evaluate, and after the last; null, the default, evaluates at the end of each epoch.</summary>
    public int? EvaluateEverySteps { get; init; }

    /// <summary>Where to begin: the position that a run state carried; null begins with the first epoch.</summary>
    public SamplerState? Start { get; init; }

    /// <summary>Who is told what happens, in this order.</summary>
    public IReadOnlyList<ITrainingCallback> Callbacks { get; init; } = [];

    /// <summary>The number of steps of a whole run, which a schedule needs.</summary>
    /// <param name="batches">The batches to train on.</param>
    public long TotalSteps(TextBatches batches)
    {
        ArgumentNullException.ThrowIfNull(batches);
        Check();
        return Math.Min(Steps ?? long.MaxValue, StepsOfEpochs(batches));
    }

    /// <summary>The number of steps of all epochs, whatever the limit is.</summary>
    internal long StepsOfEpochs(TextBatches batches) => (long)Epochs * StepsOf(batches.BatchesPerEpoch);

    internal int StepsOf(int batches) => (int)(((long)batches + BatchesPerStep - 1) / BatchesPerStep);

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Epochs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(BatchesPerStep);
        ArgumentNullException.ThrowIfNull(Callbacks);
        if (Steps is { } steps)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps, nameof(Steps));
        }

        if (EvaluateEverySteps is { } every)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(every, nameof(EvaluateEverySteps));
        }
    }
}
