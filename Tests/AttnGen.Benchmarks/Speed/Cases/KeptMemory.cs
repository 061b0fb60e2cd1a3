using AttnGen.Benchmarks.Speed.Models;
using AttnGen.Training;

namespace AttnGen.Benchmarks.Speed.Cases;

/// <summary>A training step in a process that keeps what it frees, beside the same step in one that gives it back.</summary>
internal sealed class KeptMemory : ISpeedCase
{
    private const string Kept = "kept";
    private const string GivenBack = "given back";

    public string Name => "kept-memory";

    public string Unit => "ms";

    public IReadOnlyList<string> Parts => [Kept, GivenBack];

    public IReadOnlyList<SpeedTarget> Targets { get; } =
        [new("whole step, MiniLM's shape, fp32: freed memory kept (KeepFreedMemory), against given back", Kept, GivenBack, SpeedDirection.TimesFaster, 1)];

    public void Measure(string part, SpeedScale scale, SpeedSample sample)
    {
        using var kept = part == Kept ? NativeAllocator.KeepFreedMemory() : null;
        var configuration = Encoders.MiniLm(scale);
        var batch = RandomBatch.Of(configuration, scale);
        var training = Variants.Begin(Variants.Ours, configuration);
        new Rounds(scale).Add(part, () => batch.TrainOn(training)).Measure(sample, warmUp: 2, rounds: 15);
    }
}
