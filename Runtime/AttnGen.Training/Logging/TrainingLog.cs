using Microsoft.Extensions.Logging;

namespace AttnGen.Training;

/// <summary>
/// Logs what happens in a <see cref="TrainingLoop"/>: its start, steps, evaluations, epochs and end, and what ended it early. The messages are structured, with
/// stable event ids and names, and equal in every culture.
/// </summary>
public sealed class TrainingLog : ITrainingCallback
{
    private readonly ILogger logger;
    private readonly int everySteps;
    private Pace pace = new(0);
    private long total;

    /// <summary>Makes a log; an application gives the logger of its own category.</summary>
    /// <param name="logger">Where the messages go.</param>
    /// <param name="everySteps">After how many steps one is logged, and the last one; 10 by default.</param>
    /// <exception cref="ArgumentException">The number of steps is not positive.</exception>
    public TrainingLog(ILogger logger, int everySteps = 10)
    {
        ArgumentNullException.ThrowIfNull(logger);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(everySteps);
        this.logger = logger;
        this.everySteps = everySteps;
    }

    /// <inheritdoc/>
    public void OnStart(TrainingStart start)
    {
        ArgumentNullException.ThrowIfNull(start);
        total = start.TotalSteps;
        pace = new Pace(total);
        if (!logger.IsEnabled(LogLevel.Information))
        {
            return;
        }

        if (start.Step == 0)
        {
            logger.RunStarted(total, start.Epochs, ProgressLine.Of(start.Rates));
        }
        else
        {
            logger.RunResumed(start.Step, total, ProgressLine.Of(start.Rates));
        }
    }

    /// <inheritdoc/>
    public void OnStep(StepReport step)
    {
        ArgumentNullException.ThrowIfNull(step);
        pace.Add(step);
        if ((step.Step % everySteps == 0 || step.Step == total) && logger.IsEnabled(LogLevel.Information))
        {
            logger.StepCompleted(step.Step, total, step.Loss, ProgressLine.Of(step.Rates), pace.ExamplesPerSecond, pace.TokensPerSecond);
        }
    }

    /// <inheritdoc/>
    public void OnEpochEnd(EpochReport epoch)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        logger.EpochCompleted(epoch.Epoch, epoch.Step, epoch.Loss);
    }

    /// <inheritdoc/>
    public void OnEvaluation(EvaluationReport evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        if (logger.IsEnabled(LogLevel.Information))
        {
            EvaluationResult result = evaluation.Result;
            logger.EvaluationCompleted(result.Examples, evaluation.Step, result.Seconds, result.Loss, ProgressLine.Of(result.Metrics));
        }
    }

    /// <inheritdoc/>
    public void OnEnd(TrainingOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        if (outcome.Completed)
        {
            logger.RunCompleted(outcome.Step, outcome.Examples, outcome.Seconds);
        }
        else
        {
            logger.RunStopped(outcome.Step, outcome.Seconds);
        }
    }

    /// <inheritdoc/>
    public void OnFailure(TrainingFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        if (failure.Exception is NonFiniteException)
        {
            logger.RunDiverged(failure.Step, failure.Exception);
        }
        else
        {
            logger.RunFailed(failure.Step, failure.Exception);
        }
    }
}
