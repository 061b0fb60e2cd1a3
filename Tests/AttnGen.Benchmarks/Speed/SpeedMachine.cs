using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;

namespace AttnGen.Benchmarks.Speed;

/// <summary>What the numbers were measured on. Runs of another one are never mixed with these.</summary>
internal sealed record SpeedMachine(string Processor, int Processors, string System, string Runtime, string TorchSharp, string LibTorch)
{
    public static SpeedMachine Current() => new(
        ProcessorName(), Environment.ProcessorCount, RuntimeInformation.OSDescription, RuntimeInformation.FrameworkDescription,
        typeof(torch).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown", torch.__version__);

    public override string ToString() => $"{System}, {Processors} cores of {Processor}, {Runtime}, TorchSharp {TorchSharp}, libtorch {LibTorch}";

    private static string ProcessorName()
    {
        const string information = "/proc/cpuinfo";
        var line = File.Exists(information) ? File.ReadLines(information).FirstOrDefault(each => each.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
