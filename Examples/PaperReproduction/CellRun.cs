using System.Globalization;
using AttnGen;
using AttnGen.Models.Bert;
using AttnGen.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace PaperReproduction;

/// <summary>Runs cells: trains by the paper's settings, and measures as often as its curves need.</summary>
internal sealed class CellRun(ReproductionOptions options, EncoderFiles model)
{
    /// <summary>How often a reported run is measured.</summary>
    private const int Measurements = 6;
    private const int EvaluationBatch = 128;

    /// <summary>A mean loss of the last epoch that is no further below guessing's: nothing was learned.</summary>
    private const double NothingLearned = 0.97;

    private readonly Dictionary<(GlueTask Task, PaperStage Stage), TaskData> known = [];

    public SweepResult Run(PaperCell cell, CancellationToken cancellation)
    {
        TaskData data = Data(cell.Task, cell.Stage);
        options.Prepare();
        manual_seed(cell.Seed);
        PeakMemory.Restart();
        Device device = torch.device(options.Device);
        using TaskClassifier classifier = new(BertEncoder.Load(model.Weights, model.Configuration, dropout: 0), cell.Task.Task.Outputs);
        classifier.to(device);

        TextBatches batches = new(data.Training, new BatchOptions { BatchSize = options.Batch, Seed = cell.Seed, Device = device });
        List<TextBatches> testing = [.. data.Development.Select(part => new TextBatches(part, BatchOptions.ForEvaluation(EvaluationBatch) with { Device = device }))];
        TrainingLoopOptions loopOptions = new() { Epochs = data.Epochs };
        long steps = loopOptions.TotalSteps(batches);
        SweepCell swept = cell.ToCell();
        double chance = ChanceLoss.Of(data.Training);
        using TuningSession session = classifier.BeginTuning((TuneStrategy<TaskClassifier>)swept.Strategy, PaperSettings.Options(steps, cell.Rate) with { Seed = cell.Seed, Precision = options.Precision });
        SweepRecorder recorder = new(swept, session);
        TrainingLoop loop = new(session, batches, batch => cell.Task.Task.Loss(classifier.call(batch), batch.Labels), loopOptions with
        {
            Evaluate = token => MeanOf([.. testing.Select(part => Evaluation.Run(classifier, batch => classifier.call(batch), cell.Task.Task.Loss, part, cell.Task.Task.Metrics(), cancellation: token))]),
            EvaluateEverySteps = (int)(cell.Stage == PaperStage.Tables ? Math.Max(1, (steps + Measurements - 1) / Measurements) : steps),
            Callbacks = [new DivergenceGuard(new DivergenceOptions { ChanceLoss = chance }), recorder],
        });
        classifier.train();
        try
        {
            return loop.Run(cancellation).Completed ? Marked(recorder.Result(data.Settings), chance) : throw new OperationCanceledException("Stopped. The same command goes on with the cell that was stopped.", cancellation);
        }
        catch (TuningException diverged) when (diverged is DivergenceException or NonFiniteException { InnerException: null })
        {
            return recorder.Result(data.Settings, diverged);
        }
    }

    /// <summary>A run that ended at chance and was never away from it is no divergence, and its score is told with that.</summary>
    private static SweepResult Marked(SweepResult result, double chance) => result.TrainingLoss >= NothingLearned * chance
        ? result with { LearnedNothing = true, Reason = string.Create(CultureInfo.InvariantCulture, $"It learned nothing: the training loss of the last epoch is {result.TrainingLoss:F4}, that of guessing {chance:F4}.") }
        : result;

    /// <summary>What is reported of several parts is the mean of theirs.</summary>
    private static EvaluationResult MeanOf(IReadOnlyList<EvaluationResult> parts) => parts is [var only]
        ? only
        : new EvaluationResult(
            parts.Average(part => part.Loss),
            parts[0].Metrics.Keys.ToDictionary(name => name, name => parts.Average(part => part.Metrics[name]), StringComparer.Ordinal),
            parts.Sum(part => part.Examples),
            parts.Sum(part => part.Seconds));

    private TaskData Data(PaperTask task, PaperStage stage)
    {
        if (!known.TryGetValue((task.Task, stage), out TaskData? data))
        {
            known.Add((task.Task, stage), data = TaskData.Load(task, stage, options, model));
        }

        return data;
    }
}
