using AttnGen.Products;
using AttnGen.Training;
using TorchSharp;

namespace AttnGen.Benchmarks.Speed;

/// <summary>What the numbers were measured on. Runs of another one are never mixed with these.</summary>
/// <param name="Processor">The processor's name; different ones have the same.</param>
/// <param name="Instructions">The widest vectors that it has, and bf16 where it multiplies it.</param>
/// <param name="Processors">The number of processors.</param>
/// <param name="System">The operating system.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="TorchSharp">TorchSharp's version.</param>
/// <param name="LibTorch">libtorch's version.</param>
internal sealed record SpeedMachine(string Processor, string Instructions, int Processors, string System, string Runtime, string TorchSharp, string LibTorch)
{
    public static SpeedMachine Current()
    {
        var versions = RunVersions.Current();
        return new SpeedMachine(
            versions.Processor ?? versions.Architecture, BFloat16Processor.HasInstructions == true ? $"{versions.Vectors} and bf16" : versions.Vectors!,
            versions.Processors, versions.System, versions.Runtime, versions.TorchSharp.Split('+')[0], torch.__version__);
    }

    public override string ToString() => $"{System}, {Processors} cores of {Processor} ({Instructions}), {Runtime}, TorchSharp {TorchSharp}, libtorch {LibTorch}";
}
