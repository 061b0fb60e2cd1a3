using AttnGen.Benchmarks.Speed.Models;

namespace AttnGen.Benchmarks.Speed.Cases;

/// <summary>AdamW's update of 150 whole matrices, and what the resident memory does over many of them.</summary>
internal sealed class AdamWFull : ISpeedCase
{
    public string Name => "adamw-full";

    public string Unit => "ms";

    public IReadOnlyList<SpeedTarget> Targets { get; } =
    [
        new("AdamW update, 150 x [768, 768], against TorchSharp's", "attngen", "torchsharp", SpeedDirection.TimesFaster, 8),
        new("the same, against one bare fused call a group", "attngen", "bare", SpeedDirection.Share, 1.25),
        new("its bytes alone (four buffers read and written, multiplied by 1), against TorchSharp's", "bytes", "torchsharp", SpeedDirection.TimesFaster, null),
    ];

    public void Measure(string part, SpeedScale scale, SpeedSample sample) =>
        // TorchSharp's takes some hundred megabytes more at each update here, so that there cannot be many.
        AdamWLora.UpdateRounds(Task(scale), scale).Measure(sample, warmUp: 4, rounds: 8);

    public static OptimizerTask Task(SpeedScale scale) =>
        new(ManyProjections.Of(scale, 75), TuneStrategy<ManyProjections>.Create(strategy => strategy.Tune(Matrix.Q).Tune(Matrix.V)));
}
