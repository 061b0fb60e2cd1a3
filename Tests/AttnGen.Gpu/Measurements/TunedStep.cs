using AttnGen.Benchmarks.Speed.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Gpu.Measurements;

/// <summary>AttnGen's training step on a device: LoRA of rank 8 on Q and V, everything else frozen.</summary>
internal sealed class TunedStep : IDisposable
{
    private readonly TunedClassifier model;
    private readonly TuningSession session;
    private readonly RandomBatch batch;

    public TunedStep(EncoderShape shape, Device device, Precision precision)
    {
        model = new TunedClassifier(shape.Configuration);
        model.to(device);
        session = model.BeginTuning(
            TuneStrategy<TunedClassifier>.Create(strategy => strategy.Lora(rank: StepFlops.Rank, alpha: StepFlops.Rank).Tune(Matrix.Q).Tune(Matrix.V)),
            new TuningOptions { LearningRate = 1e-4, Precision = precision, Seed = 1 });
        model.train();
        var drawn = RandomBatch.Of(shape.Configuration, shape.Batch, shape.Length);
        batch = new RandomBatch(drawn.Ids.to(device), drawn.Mask.to(device), drawn.Labels.to(device));
    }

    public long TrainableCount => session.TrainableCount;

    /// <summary>Forward, loss, backward and update; the loss is waited for.</summary>
    public float Run()
    {
        using var scope = NewDisposeScope();
        var loss = nn.functional.cross_entropy(model.call(batch.Ids, batch.Mask), batch.Labels);
        loss.backward();
        session.Step(loss);
        return loss.item<float>();
    }

    public void Dispose()
    {
        session.Dispose();
        model.Dispose();
        batch.Ids.Dispose();
        batch.Mask.Dispose();
        batch.Labels.Dispose();
    }
}
