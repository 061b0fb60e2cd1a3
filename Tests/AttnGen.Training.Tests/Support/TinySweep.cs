using System.Text.Json.Nodes;
using TorchSharp;

namespace AttnGen.Training.Tests.Support;

/// <summary>A grid over the tiny model: two strategies, two rates, two seeds.</summary>
internal static class TinySweep
{
    public static IReadOnlyList<SweepCell> Cells { get; } = new SweepGrid
    {
        Tasks = ["tiny"],
        Strategies = [Strategy(Matrix.Q | Matrix.V, 4), Strategy(Matrix.Q | Matrix.K | Matrix.V, 1)],
        LearningRates = [0.01, 0.003],
        Seeds = [1, 2],
    }.Cells();

    public static TuneStrategy<TinyModel> Strategy(Matrix targets, double lambda) => TuneStrategy<TinyModel>.Create(strategy =>
    {
        strategy.Lora(rank: 2);
        foreach (Matrix matrix in new[] { Matrix.Q, Matrix.K, Matrix.V }.Where(matrix => (targets & matrix) != 0))
        {
            strategy.Tune(matrix, lrScale: matrix == Matrix.V ? lambda : 1);
        }
    });

    /// <summary>Trains a cell for two epochs.</summary>
    public static SweepResult Run(SweepCell cell, CancellationToken cancellation)
    {
        torch.manual_seed(cell.Seed);
        using TinyModel model = new();
        TextDataset data = Samples.Texts(seed: 8, count: 40);
        TextBatches batches = new(data, new BatchOptions { BatchSize = 8, Seed = cell.Seed });
        TextBatches testing = new(data, BatchOptions.ForEvaluation(8));
        using TuningSession session = model.BeginTuning((TuneStrategy<TinyModel>)cell.Strategy, new TuningOptions { LearningRate = cell.LearningRate, Seed = cell.Seed });
        SweepRecorder recorder = new(cell, session);
        TrainingLoop loop = new(session, batches, batch => Loss(model.call(batch.Ids, batch.Mask), batch.Labels), new TrainingLoopOptions
        {
            Epochs = 2,
            Evaluate = token => Evaluation.Run(model, batch => model.call(batch.Ids, batch.Mask), Loss, testing, cancellation: token),
            Callbacks = [new DivergenceGuard(), recorder],
        });
        return loop.Run(cancellation).Completed ? recorder.Result(new JsonObject { ["length"] = 12 }) : throw new OperationCanceledException(cancellation);
    }

    /// <summary>The result file without what differs from one run to the next: times and memory.</summary>
    public static List<string> WithoutTimes(string path) =>
    [
        .. SweepFile.Read(path).Select(result => (result with
        {
            Seconds = 0,
            SecondsPerStep = 0,
            PeakMemoryBytes = 0,
            Evaluations = [.. result.Evaluations.Select(each => each with { Result = each.Result with { Seconds = 0 } })],
        }).ToJson()),
    ];

    private static torch.Tensor Loss(torch.Tensor output, torch.Tensor labels) => torch.nn.functional.cross_entropy(output, labels);
}
