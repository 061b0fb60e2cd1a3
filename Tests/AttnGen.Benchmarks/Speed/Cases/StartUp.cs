using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using AttnGen.Benchmarks.Baselines;
using AttnGen.Benchmarks.Speed.Models;
using TorchSharp;

namespace AttnGen.Benchmarks.Speed.Cases;

/// <summary>From the start of a process to the end of its first step: the runtime, libtorch, a model of MiniLM's shape, a batch of 16 x 128. AttnGen's measures its products meanwhile.</summary>
internal sealed class StartUp : ISpeedCase
{
    public string Name => "start-up";

    public string Unit => "s";

    public bool DependsOnThreads => false;

    /// <summary>Asked for, and not kept from the start: looking for Python takes a second, which a measured process must not spend.</summary>
    public IReadOnlyList<string> Parts =>
        [Variants.Ours, .. Variants.HasHalf ? [Variants.OursHalf] : Array.Empty<string>(), Variants.Plain, .. PythonTorch.Missing is null ? [Variants.Python] : Array.Empty<string>()];

    public IReadOnlyList<SpeedTarget> Targets { get; } =
    [
        new("start-up to the first step, MiniLM's shape, fp32, against TorchSharp's", Variants.Ours, Variants.Plain, SpeedDirection.TimesFaster, 1),
        new("the same in bf16, against TorchSharp's in fp32", Variants.OursHalf, Variants.Plain, SpeedDirection.TimesFaster, 1),
        new("the same in fp32, against PyTorch's", Variants.Ours, Variants.Python, SpeedDirection.TimesFaster, 1),
    ];

    public void Measure(string part, SpeedScale scale, SpeedSample sample)
    {
        var configuration = Encoders.MiniLm(scale);
        if (part == Variants.Python)
        {
            sample.Add(part, [PythonTorch.FirstStep(configuration, scale, torch.get_num_threads())]);
            return;
        }

        RandomBatch.Of(configuration, scale).TrainOn(Variants.Begin(part, configuration));
        using var process = Process.GetCurrentProcess();
        sample.Add(part, [(DateTime.Now - process.StartTime).TotalSeconds]);
        sample.Note($"{part} compiled", string.Create(CultureInfo.InvariantCulture, $"{JitInfo.GetCompiledMethodCount()} methods in {JitInfo.GetCompilationTime().TotalSeconds:F2} s"));
    }
}
