using AttnGen.Benchmarks.Baselines;
using AttnGen.Benchmarks.Speed.Models;

namespace AttnGen.Benchmarks.Speed.Cases;

/// <summary>What it saves to tune less: K frozen, or only the last layers tuned, where the backward pass ends at the first of them.</summary>
internal sealed class PartialStep : ISpeedCase
{
    private const string Both = "attngen QV";
    private const string All = "attngen QKV";
    private const string Last = "attngen QV last:2";
    private const string PlainAll = "torchsharp QKV";
    private const string PlainLast = "torchsharp QV last:2";

    public string Name => "step-minilm-partial";

    public string Unit => "ms";

    public bool KeepsMemory => true;

    public IReadOnlyList<SpeedTarget> Targets { get; } =
    [
        new("whole step, MiniLM's shape, fp32: LoRA on Q and V against Q, K and V", Both, All, SpeedDirection.TimesFaster, 1),
        new("LoRA on Q, K and V, against TorchSharp's", All, PlainAll, SpeedDirection.TimesFaster, 1),
        new("the last 2 of 6 layers tuned, against all six", Last, Both, SpeedDirection.TimesFaster, 1.4),
        new("the last 2 of 6 layers tuned, against TorchSharp's", Last, PlainLast, SpeedDirection.TimesFaster, 1),
    ];

    public void Measure(string part, SpeedScale scale, SpeedSample sample)
    {
        const Matrix QV = Matrix.Q | Matrix.V;
        var configuration = Encoders.MiniLm(scale);
        var batch = RandomBatch.Of(configuration, scale);
        var all = new Rounds(scale);
        void Add(string name, ITraining training) => all.Add(name, () => batch.TrainOn(training));
        Add(Both, TunedTraining.Of(configuration, QV));
        Add(All, TunedTraining.Of(configuration, QV | Matrix.K));
        Add(Last, TunedTraining.Of(configuration, QV, "last:2"));
        Add(PlainAll, PlainTraining.Of(configuration, new PlainTuning(QV | Matrix.K)));
        Add(PlainLast, PlainTraining.Of(configuration, new PlainTuning(QV, LastLayers: 2)));
        all.Measure(sample, warmUp: 2, rounds: 7);
    }
}
