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
        using TuningSession session = classifier.BeginTuning((TuneStrategy<TaskClassifier>)swept.Strategy, PaperSettings.Options(steps, cell.Rate) with { Seed = cell.Seed, Precision = options.Precision });
        SweepRecorder recorder = new(swept, session);
        TrainingLoop loop = new(session, batches, batch => cell.Task.Task.Loss(classifier.call(batch), batch.Labels), loopOptions with
        {
            Evaluate = token => MeanOf([.. testing.Select(part => Evaluation.Run(classifier, batch => classifier.call(batch), cell.Task.Task.Loss, part, cell.Task.Task.Metrics(), cancellation: token))]),
            EvaluateEverySteps = (int)(cell.Stage == PaperStage.Tables ? Math.Max(1, (steps + Measurements - 1) / Measurements) : steps),
            Callbacks = [new DivergenceGuard(new DivergenceOptions { ChanceLoss = ChanceLoss.Of(data.Training) }), recorder],
        });
        classifier.train();
        try
        {
            return loop.Run(cancellation).Completed ? recorder.Result(data.Settings) : throw new OperationCanceledException("Stopped. The same command goes on with the cell that was stopped.", cancellation);
        }
        catch (TuningException diverged) when (diverged is DivergenceException or NonFiniteException { InnerException: null })
        {
            return recorder.Result(data.Settings, diverged);
        }
    }

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
