using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;

namespace AttnGen.Gpu.Devices;

/// <summary>What the numbers were measured on.</summary>
/// <param name="Device"><c>cuda</c> or <c>cpu</c>.</param>
/// <param name="Name">The GPU's or the processor's name.</param>
/// <param name="Driver">The CUDA version of the GPU's driver, or null.</param>
/// <param name="Processors">The processor's cores.</param>
/// <param name="System">The operating system.</param>
/// <param name="Runtime">.NET's runtime.</param>
/// <param name="TorchSharp">TorchSharp's version.</param>
/// <param name="LibTorch">libtorch's version.</param>
/// <param name="LibTorchProblem">How libtorch differs from the one that TorchSharp was compiled with, or null.</param>
internal sealed record Machine(string Device, string Name, string? Driver, int Processors, string System, string Runtime, string TorchSharp, string? LibTorch, string? LibTorchProblem)
{
    public bool IsGpu => Device == DeviceOption.Cuda;

    public static Machine Of(torch.Device device)
    {
        var match = LibTorchMatch.Current();
        var isGpu = device.type == DeviceType.CUDA;
        if (isGpu)
        {
            // Makes the context that the driver is asked in.
            using var first = torch.zeros(1, device: device);
        }

        return new Machine(
            isGpu ? DeviceOption.Cuda : DeviceOption.Cpu, isGpu ? CudaDriver.DeviceName() : ProcessorName(), isGpu ? CudaDriver.Version() : null, Environment.ProcessorCount,
            RuntimeInformation.OSDescription, RuntimeInformation.FrameworkDescription,
            typeof(torch).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown", match.Version, match.Advice);
    }

    private static string ProcessorName() =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? $"{RuntimeInformation.ProcessArchitecture}";
}
