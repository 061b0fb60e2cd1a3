using AttnGen.Benchmarks.Baselines;
using AttnGen.Benchmarks.Speed.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Benchmarks.Speed.Cases;

/// <summary><c>Project</c> alone, forward and backward, of 16 x 128 states: LoRA of rank 8 on Q and V, K frozen, and the gradient of the states wanted; without dropout, and with 0.1 of it before the adapters.</summary>
internal sealed class ProjectionPasses : ISpeedCase
{
    private const double Dropout = 0.1;
    private static readonly int[] Widths = [384, 768];
    private static readonly string[] Forms = ["fp32", "fp32 dropout", "bf16"];

    public string Name => "project";

    public string Unit => "ms";

    public bool KeepsMemory => true;

    public IReadOnlyList<SpeedTarget> Targets { get; } =
    [
        .. from width in Widths
           from form in Forms
           select new SpeedTarget($"Project forward and backward, width {width}, 16 x 128, {form}, against three Linear", $"attngen {width} {form}", $"torchsharp {width} {form}", SpeedDirection.TimesFaster, 1),
    ];

    public void Measure(string part, SpeedScale scale, SpeedSample sample)
    {
        var all = new Rounds(scale);
        foreach (var width in Widths)
        {
            foreach (var form in Forms.Where(form => Variants.HasHalf || form != "bf16"))
            {
                Add(all, width, scale, form);
            }
        }

        all.Measure(sample, warmUp: 8, rounds: 40);
    }

    private static void Add(Rounds all, int width, SpeedScale scale, string form)
    {
        var (size, length, inside) = scale == SpeedScale.Full ? (RandomBatch.Size, RandomBatch.Length, width) : (2, 8, width / 12);
        var (type, precision) = form == "bf16" ? (ScalarType.BFloat16, Precision.BFloat16) : (ScalarType.Float32, Precision.Float32);
        var dropout = form.EndsWith("dropout", StringComparison.Ordinal) ? Dropout : 0;
        var input = randn(size, length, inside, dtype: type).requires_grad_();
        var gradient = randn(size, length, inside, dtype: type);
        var tuned = new Projections(inside);
        tuned.BeginTuning(TuneStrategy<Projections>.Create(strategy => strategy.Lora(rank: 8, dropout: dropout).Tune(Matrix.Q).Tune(Matrix.V)), new TuningOptions { Precision = precision });
        var plain = new PlainProjections(inside, dropout);
        plain.to(type);
        tuned.train();
        plain.train();
        all.Add($"attngen {width} {form}", () => Pass(tuned, input, gradient)).Add($"torchsharp {width} {form}", () => Pass(plain, input, gradient));
    }

    private static void Pass(nn.Module<Tensor, Tensor> module, Tensor input, Tensor gradient)
    {
        using var scope = NewDisposeScope();
        module.call(input).backward([gradient]);
    }
}
