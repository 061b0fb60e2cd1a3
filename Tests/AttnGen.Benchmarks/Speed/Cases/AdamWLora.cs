using AttnGen.Benchmarks.Speed.Models;
using AttnGen.Optimization.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Benchmarks.Speed.Cases;

/// <summary>AdamW's update alone, of 200 LoRA matrices. Ours zeroes the gradients too; each has ten updates in a row, so that its 20 MB are in the caches as far as they fit.</summary>
internal sealed class AdamWLora : ISpeedCase
{
    private static readonly AdamWSettings Settings = new(OptimizerTask.Rate, 0.9, 0.999, 1e-8, OptimizerTask.Decay);

    public string Name => "adamw-lora";

    public string Unit => "ms";

    public IReadOnlyList<SpeedTarget> Targets { get; } =
    [
        new("AdamW update, 200 x [768, 8], against TorchSharp's", "attngen", "torchsharp", SpeedDirection.TimesFaster, 15),
        new("the same, against one bare fused call a group", "attngen", "bare", SpeedDirection.Share, 1.25),
        new("its bytes alone (four buffers read and written, multiplied by 1), against TorchSharp's", "bytes", "torchsharp", SpeedDirection.TimesFaster, null),
        new("the same out of cold caches, against TorchSharp's", "attngen cold", "torchsharp cold", SpeedDirection.TimesFaster, null),
    ];

    public static OptimizerTask Task(SpeedScale scale)
    {
        var model = ManyProjections.Of(scale, 50);
        return new OptimizerTask(model, TuneStrategy<ManyProjections>.Create(strategy => strategy.Lora(rank: 8).Tune(Matrix.Q).Tune(Matrix.V)));
    }

    public void Measure(string part, SpeedScale scale, SpeedSample sample)
    {
        var task = Task(scale);
        using var other = zeros(32 * 1024 * 1024);
        void Cold(Action fill)
        {
            fill();
            other.zero_();
        }

        UpdateRounds(task, scale).Measure(sample, warmUp: 30, rounds: 30, turn: 10);
        new Rounds(scale)
            .Add("attngen cold", () => Update(task), () => Cold(task.FillOurs))
            .Add("torchsharp cold", () => task.Plain.step(), () => Cold(task.FillTheirs))
            .Measure(sample, warmUp: 30, rounds: 100);
        sample.Note("kernel", task.Session.KernelName);
    }

    /// <summary>The update by the session's kernels, by libtorch's fused one on the same flat buffers, their bytes alone, which no update can do without, and the update by TorchSharp.</summary>
    public static Rounds UpdateRounds(OptimizerTask task, SpeedScale scale) => new Rounds(scale)
        .Add("attngen", () => Update(task), task.FillOurs)
        .Add("bare", () => Bare(task), task.FillOurs)
        .Add("bytes", () => Bytes(task), task.FillOurs)
        .Add("torchsharp", () => task.Plain.step(), task.FillTheirs);

    private static void Bytes(OptimizerTask task)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        foreach (var buffers in task.Session.Segments.Select(segment => segment.Buffers))
        {
            buffers.Gradients.mul_(1);
            buffers.FirstMoment.mul_(1);
            buffers.SecondMoment.mul_(1);
            buffers.Parameters.mul_(1);
        }
    }

    private static void Update(OptimizerTask task)
    {
        foreach (var segment in task.Session.Segments)
        {
            segment.Kernel.Update(segment.Buffers, Settings);
        }
    }

    private static void Bare(OptimizerTask task)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        foreach (var segment in task.Session.Segments)
        {
            FusedAdamW.Run(segment.Buffers, segment.Buffers.Gradients, Settings);
        }
    }
}
