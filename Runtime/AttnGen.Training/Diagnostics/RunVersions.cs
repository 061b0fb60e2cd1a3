using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
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
    /// <summary>The processor's name, as far as the system tells it; different ones can have the same. Null in results that were written before it was kept.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Processor { get; init; }

    /// <summary>
    /// The widest vectors that the processor has: <c>AVX-512</c>, <c>AVX2</c>, <c>NEON</c> or <c>other</c>. Products add up in another order with each, so that a run is
    /// repeated bit for bit only on the same. Null in results that were written before it was kept.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Vectors { get; init; }

    /// <summary>The versions of this process.</summary>
    public static RunVersions Current() => new(
        Of(typeof(RunVersions).Assembly),
        Of(typeof(torch).Assembly),
        RuntimeInformation.FrameworkDescription,
        RuntimeInformation.OSDescription,
        RuntimeInformation.ProcessArchitecture.ToString(),
        Environment.ProcessorCount,
        torch.get_num_threads())
    {
        Processor = ProcessorKind.Name,
        Vectors = ProcessorKind.Vectors,
    };

    private static string Of(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        ?? assembly.GetName().Version?.ToString()
        ?? "unknown";
}
