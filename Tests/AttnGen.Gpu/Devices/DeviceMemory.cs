using System.Globalization;
using TorchSharp;

namespace AttnGen.Gpu.Devices;

/// <summary>
/// The most memory that this process took. TorchSharp shows none of the allocator's counts, and their C++ structures differ between versions of libtorch;
/// but the allocator keeps what it took, so that what is taken on the GPU at the end, less what was at the beginning, is its peak. The machine has no other user.
/// On a CPU it is the process's peak resident memory.
/// </summary>
internal sealed class DeviceMemory
{
    private const double Megabyte = 1024 * 1024;
    private readonly long before;
    private readonly bool isGpu;

    private DeviceMemory(bool isGpu, long before) => (this.isGpu, this.before) = (isGpu, before);

    /// <summary>Begins, before the model is made.</summary>
    public static DeviceMemory Begin(torch.Device device)
    {
        if (device.type != DeviceType.CUDA)
        {
            return new DeviceMemory(false, 0);
        }

        // The context is no part of it.
        using var first = torch.zeros(1, device: device);
        torch.cuda.synchronize();
        return new DeviceMemory(true, CudaDriver.UsedBytes());
    }

    public double PeakMegabytes() => (isGpu ? CudaDriver.UsedBytes() - before : PeakResident()) / Megabyte;

    private static long PeakResident()
    {
        const string key = "VmHWM:";
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(key, StringComparison.Ordinal));
        return 1024 * long.Parse(line[key.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }
}
