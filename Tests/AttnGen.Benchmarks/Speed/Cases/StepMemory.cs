using AttnGen.Benchmarks.Speed.Models;
using AttnGen.Models.Bert;

namespace AttnGen.Benchmarks.Speed.Cases;

/// <summary>The resident memory of a process that does nothing but build a model and train it: its peak, and what it holds between two steps.</summary>
/// <param name="name">The case's name.</param>
/// <param name="shape">Whose shape it is, for the table.</param>
/// <param name="configuration">The shape.</param>
/// <param name="steps">Steps of each variant.</param>
internal sealed class StepMemory(string name, string shape, Func<SpeedScale, BertConfiguration> configuration, int steps) : ISpeedCase
{
    public string Name => name;

    public string Unit => "MB";

    public bool DependsOnThreads => false;

    public IReadOnlyList<string> Parts => Variants.Measured;

    public IReadOnlyList<SpeedTarget> Targets { get; } =
    [
        new($"peak memory, {shape}, LoRA on Q and V, 16 x 128, fp32, against TorchSharp's", Peak(Variants.Ours), Peak(Variants.Plain), SpeedDirection.Share, 1),
        new("the same in bf16, against TorchSharp's in bf16", Peak(Variants.OursHalf), Peak(Variants.PlainHalf), SpeedDirection.Share, 1),
        new($"memory between two steps, {shape}, fp32, against TorchSharp's", Steady(Variants.Ours), Steady(Variants.Plain), SpeedDirection.Share, null),
        new($"memory between two steps, {shape}, bf16, against TorchSharp's in bf16", Steady(Variants.OursHalf), Steady(Variants.PlainHalf), SpeedDirection.Share, null),
    ];

    public void Measure(string part, SpeedScale scale, SpeedSample sample)
    {
        var batch = RandomBatch.Of(configuration(scale), scale);
        var training = Variants.Begin(part, configuration(scale));
        for (var step = 0; step < (scale == SpeedScale.Full ? steps : 2); step++)
        {
            batch.TrainOn(training);
        }

        sample.Add(Steady(part), [ProcessMemory.ResidentMegabytes()]);
        sample.Add(Peak(part), [ProcessMemory.PeakMegabytes()]);
    }

    private static string Peak(string variant) => $"{variant} peak";

    private static string Steady(string variant) => $"{variant} steady";
}
