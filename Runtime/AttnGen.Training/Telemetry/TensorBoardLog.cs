using TorchSharp;
using TorchSharp.Modules;

namespace AttnGen.Training;

/// <summary>
/// Writes a run for TensorBoard: <c>train/loss</c>, <c>train/gradient_norm</c>, <c>train/tokens_per_second</c>, <c>rate/</c> and a group's name, and
/// <c>evaluation/</c> with the loss and each metric, at the run's steps.
/// </summary>
/// <remarks>
/// Each run, also a resumed one, begins an event file of its own in the directory, and TensorBoard joins them. TorchSharp's writer appends each value at once and keeps
/// nothing open: a process that is killed loses none, and there is nothing to dispose. Steps that a killed process took after its last saved state are there
/// twice, with equal values.
/// </remarks>
public sealed class TensorBoardLog : ITrainingCallback
{
    private readonly string directory;
    private readonly int everySteps;
    private SummaryWriter? writer;

    /// <summary>Makes a log; its directory and file are made when a run begins.</summary>
    /// <param name="directory">Where the event file goes: what <c>tensorboard --logdir</c> is given, or a directory below it.</param>
    /// <param name="everySteps">After how many steps one is written; 1 by default.</param>
    /// <exception cref="ArgumentException">There is no directory, or the number of steps is not positive.</exception>
    public TensorBoardLog(string directory, int everySteps = 1)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(everySteps);
        this.directory = directory;
        this.everySteps = everySteps;
    }

    /// <inheritdoc/>
    public void OnStart(TrainingStart start) => writer = torch.utils.tensorboard.SummaryWriter(directory);

    /// <inheritdoc/>
    public void OnStep(StepReport step)
    {
        ArgumentNullException.ThrowIfNull(step);
        if (step.Step % everySteps != 0)
        {
            return;
        }

        Add("train/loss", step.Loss, step.Step);
        if (step.GradientNorm is { } norm)
        {
            Add("train/gradient_norm", norm, step.Step);
        }

        if (step.Seconds > 0)
        {
            Add("train/tokens_per_second", step.Tokens / step.Seconds, step.Step);
        }

        foreach (GroupRate rate in step.Rates)
        {
            Add($"rate/{rate.Name}", rate.Rate, step.Step);
        }
    }

    /// <inheritdoc/>
    public void OnEvaluation(EvaluationReport evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        Add("evaluation/loss", evaluation.Result.Loss, evaluation.Step);
        foreach ((string name, double value) in evaluation.Result.Metrics)
        {
            Add($"evaluation/{name}", value, evaluation.Step);
        }
    }

    private void Add(string tag, double value, long step) => writer?.add_scalar(tag, (float)value, checked((int)step));
}
