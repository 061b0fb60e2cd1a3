using AttnGen.Benchmarks.Baselines;
using AttnGen.Benchmarks.Speed.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Benchmarks.Speed.Cases;

/// <summary><c>Project</c> alone, forward and backward, of 16 x 128 states: LoRA of rank 8 on Q and V, K frozen, and the gradient of the states wanted.</summary>
internal sealed class ProjectionPasses : ISpeedCase
{
    private static readonly int[] Widths = [384, 768];

    public string Name => "project";

    public string Unit => "ms";

    public IReadOnlyList<SpeedTarget> Targets { get; } =
    [
        .. from width in Widths
           from type in new[] { "fp32", "bf16" }
           select new SpeedTarget($"Project forward and backward, width {width}, 16 x 128, {type}, against three Linear", $"attngen {width} {type}", $"torchsharp {width} {type}", SpeedDirection.TimesFaster, 1),
    ];

    public void Measure(string part, SpeedScale scale, SpeedSample sample)
    {
        var all = new Rounds(scale);
        foreach (var width in Widths)
        {
            Add(all, width, scale, Precision.Float32);
            if (Variants.HasHalf)
            {
                Add(all, width, scale, Precision.BFloat16);
            }
        }

        all.Measure(sample, warmUp: 8, rounds: 40);
    }

    private static void Add(Rounds all, int width, SpeedScale scale, Precision precision)
    {
        var (size, length, inside) = scale == SpeedScale.Full ? (RandomBatch.Size, RandomBatch.Length, width) : (2, 8, width / 12);
        var (type, name) = precision == Precision.Float32 ? (ScalarType.Float32, "fp32") : (ScalarType.BFloat16, "bf16");
        var input = randn(size, length, inside, dtype: type).requires_grad_();
        var gradient = randn(size, length, inside, dtype: type);
        var tuned = new Projections(inside);
        tuned.BeginTuning(TuneStrategy<Projections>.Create(strategy => strategy.Lora(rank: 8).Tune(Matrix.Q).Tune(Matrix.V)), new TuningOptions { Precision = precision });
        var plain = new PlainProjections(inside);
        plain.to(type);
        all.Add($"attngen {width} {name}", () => Pass(tuned, input, gradient)).Add($"torchsharp {width} {name}", () => Pass(plain, input, gradient));
    }

    private static void Pass(nn.Module<Tensor, Tensor> module, Tensor input, Tensor gradient)
    {
        using var scope = NewDisposeScope();
        module.call(input).backward([gradient]);
    }
}
