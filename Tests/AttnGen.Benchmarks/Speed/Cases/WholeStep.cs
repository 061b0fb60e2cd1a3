using AttnGen.Benchmarks.Baselines;
using AttnGen.Benchmarks.Speed.Models;
using AttnGen.Models.Bert;
using TorchSharp;

namespace AttnGen.Benchmarks.Speed.Cases;

/// <summary>Forward, loss, backward and update of a batch of 16 x 128 tokens: LoRA of rank 8 on Q and V, weights at random.</summary>
/// <param name="name">The case's name.</param>
/// <param name="shape">Whose shape it is, for the table.</param>
/// <param name="configuration">The shape.</param>
/// <param name="rounds">Rounds that are measured.</param>
/// <param name="half">How many times faster than plain TorchSharp in bf16 it must be, in bf16.</param>
/// <param name="python">Whether PyTorch is measured too.</param>
internal sealed class WholeStep(string name, string shape, Func<SpeedScale, BertConfiguration> configuration, int rounds, double half, bool python) : ISpeedCase
{
    private const string DotNet = "dotnet";

    public string Name => name;

    public string Unit => "ms";

    public IReadOnlyList<string> Parts => python && PythonTorch.Missing is null ? [DotNet, Variants.Python] : [DotNet];

    public bool KeepsMemory => true;

    public IReadOnlyList<SpeedTarget> Targets { get; } =
    [
        new($"whole step, {shape}, LoRA on Q and V, 16 x 128, fp32, against TorchSharp's", Variants.Ours, Variants.Plain, SpeedDirection.TimesFaster, 1.6),
        new("the same in bf16, against TorchSharp's in fp32", Variants.OursHalf, Variants.Plain, SpeedDirection.TimesFaster, 2.5),
        new("the same in bf16, against TorchSharp's in bf16", Variants.OursHalf, Variants.PlainHalf, SpeedDirection.TimesFaster, half),
        new("its products by frozen weights alone (what is left if all else took no time), against TorchSharp's", Variants.Products, Variants.Plain, SpeedDirection.TimesFaster, null),
        .. python ? [new SpeedTarget("the same in fp32, against PyTorch's", Variants.Ours, Variants.Python, SpeedDirection.TimesFaster, 1)] : Array.Empty<SpeedTarget>(),
    ];

    public void Measure(string part, SpeedScale scale, SpeedSample sample)
    {
        if (part == Variants.Python)
        {
            sample.Add(Variants.Python, PythonTorch.Steps(configuration(scale), scale, torch.get_num_threads()));
            sample.Note("pytorch", PythonTorch.Version);
            return;
        }

        var batch = RandomBatch.Of(configuration(scale), scale);
        var all = new Rounds(scale);
        foreach (var variant in Variants.Measured)
        {
            var training = Variants.Begin(variant, configuration(scale));
            all.Add(variant, () => batch.TrainOn(training));
        }

        var products = new StepProducts(configuration(scale), batch);
        all.Add(Variants.Products, products.Run);
        sample.Note("kernels", products.Kernels);
        all.Measure(sample, warmUp: 1, rounds);
    }
}
