using AttnGen.Models.Bert;
using AttnGen.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Benchmarks.Speed.Models;

/// <summary>The same training with AttnGen.</summary>
internal sealed class TunedTraining : ITraining, IDisposable
{
    private readonly TunedClassifier model;

    public TunedTraining(TunedClassifier model, TuneStrategy<TunedClassifier> strategy, Precision precision = Precision.Float32, long? copyBytes = null)
    {
        this.model = model;
        var options = new TuningOptions { LearningRate = 1e-4, Precision = precision };
        Session = model.BeginTuning(strategy, options with { MaxWeightCopyBytes = copyBytes ?? options.MaxWeightCopyBytes });
        model.train();
    }

    public TuningSession Session { get; }

    public static TunedTraining Of(BertConfiguration configuration, Matrix matrices = Matrix.Q | Matrix.V, string layers = "all", Precision precision = Precision.Float32) =>
        new(new TunedClassifier(configuration), Strategy(matrices, layers), precision);

    /// <summary>LoRA of rank 8 on some projections, of some layers only where that is said.</summary>
    public static TuneStrategy<TunedClassifier> Strategy(Matrix matrices, string layers = "all") => TuneStrategy<TunedClassifier>.Create(strategy =>
    {
        strategy.Lora(rank: 8, alpha: 8);
        foreach (var matrix in new[] { Matrix.Q, Matrix.K, Matrix.V }.Where(each => matrices.HasFlag(each)))
        {
            strategy.Tune(matrix, layers: layers);
        }
    });

    public float Step(Tensor ids, Tensor mask, Tensor labels)
    {
        using var scope = NewDisposeScope();
        var loss = Loss(ids, mask, labels);
        loss.backward();
        Session.Step(loss);
        return loss.item<float>();
    }

    /// <summary>One epoch by the loop, or its first steps.</summary>
    public TrainingOutcome Epoch(TextBatches batches, int? steps = null) =>
        new TrainingLoop(Session, batches, batch => Loss(batch.Ids, batch.Mask, batch.Labels), new TrainingLoopOptions { Steps = steps }).Run();

    public void Dispose() => Session.Dispose();

    private Tensor Loss(Tensor ids, Tensor mask, Tensor labels) => nn.functional.cross_entropy(model.call(ids, mask), labels);
}
