using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Benchmarks.Speed.Models;

/// <summary>The same training step with AttnGen.</summary>
internal sealed class TunedTraining : IDisposable
{
    private readonly TunedClassifier model;

    public TunedTraining(TunedClassifier model, TuneStrategy<TunedClassifier> strategy, double rate)
    {
        this.model = model;
        Session = TuningSession.Begin(model, strategy, new TuningOptions { LearningRate = rate });
        model.train();
    }

    public TuningSession Session { get; }

    /// <summary>LoRA of rank 8 on some projections, of the last layers only where that is said.</summary>
    public static TuneStrategy<TunedClassifier> Strategy(Matrix matrices, string? layers = null) => TuneStrategy<TunedClassifier>.Create(strategy =>
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
        var loss = nn.functional.cross_entropy(model.call(ids, mask), labels);
        loss.backward();
        Session.Step(loss);
        return loss.item<float>();
    }

    public void Dispose() => Session.Dispose();
}
