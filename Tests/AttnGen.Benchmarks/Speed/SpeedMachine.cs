using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
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
    public static SpeedMachine Current() => new(
        RunVersions.Current().Processor ?? RuntimeInformation.ProcessArchitecture.ToString(), InstructionSets(), Environment.ProcessorCount, RuntimeInformation.OSDescription, RuntimeInformation.FrameworkDescription,
        typeof(torch).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown", torch.__version__);

    public override string ToString() => $"{System}, {Processors} cores of {Processor} ({Instructions}), {Runtime}, TorchSharp {TorchSharp}, libtorch {LibTorch}";

    private static string InstructionSets()
    {
        var vectors = Avx512F.IsSupported ? "AVX-512" : Avx2.IsSupported ? "AVX2" : AdvSimd.IsSupported ? "NEON" : "no AVX2";
        return BFloat16Processor.HasInstructions == true ? $"{vectors} and bf16" : vectors;
    }
}
