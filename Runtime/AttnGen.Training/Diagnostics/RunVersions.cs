using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;

namespace AttnGen.Training;

/// <summary>What a run ran on.</summary>
/// <param name="AttnGen">The version of AttnGen.</param>
/// <param name="TorchSharp">The version of TorchSharp.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="System">The operating system.</param>
/// <param name="Architecture">The processor architecture.</param>
/// <param name="Processors">The number of logical processors that the process may use.</param>
/// <param name="Threads">The number of threads that one operation of libtorch uses.</param>
public sealed record RunVersions(
    string AttnGen, string TorchSharp, string Runtime, string System, string Architecture, int Processors, int Threads)
{
    /// <summary>The versions of this process.</summary>
    public static RunVersions Current() => new(
        Of(typeof(RunVersions).Assembly),
        Of(typeof(torch).Assembly),
        RuntimeInformation.FrameworkDescription,
        RuntimeInformation.OSDescription,
        RuntimeInformation.ProcessArchitecture.ToString(),
        Environment.ProcessorCount,
        torch.get_num_threads());

    private static string Of(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        ?? assembly.GetName().Version?.ToString()
        ?? "unknown";
}
