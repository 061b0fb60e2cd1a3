using System.Runtime.InteropServices;
using System.Text;

namespace AttnGen.Gpu.Devices;

/// <summary>What is asked of CUDA's driver, whose name, unlike the runtime's, has no version of CUDA in it. Where memory is asked for, libtorch has made its context on the calling thread.</summary>
internal static unsafe partial class CudaDriver
{
    private const string Library = "libcuda.so.1";
    private const int NameLength = 128;

    /// <summary>Whether there is a driver with a GPU, whatever libtorch sees.</summary>
    public static bool HasGpu()
    {
        try
        {
            return cuInit(0) == 0 && cuDeviceGetCount(out var count) == 0 && count > 0;
        }
        catch (DllNotFoundException)
        {
            return false;
        }
    }

    /// <summary>The first GPU's name.</summary>
    public static string DeviceName()
    {
        var name = stackalloc byte[NameLength];
        Check(cuDeviceGetName(name, NameLength, 0), nameof(cuDeviceGetName));
        return Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name));
    }

    /// <summary>The CUDA version that the driver can run: <c>13.0</c>.</summary>
    public static string Version()
    {
        Check(cuDriverGetVersion(out var version), nameof(cuDriverGetVersion));
        return FormattableString.Invariant($"{version / 1000}.{version % 1000 / 10}");
    }

    /// <summary>The GPU's memory that is taken, by all processes together.</summary>
    public static long UsedBytes()
    {
        Check(cuMemGetInfo_v2(out var free, out var total), nameof(cuMemGetInfo_v2));
        return (long)(total - free);
    }

    private static void Check(int code, string call)
    {
        if (code != 0)
        {
            throw new ExternalException($"CUDA's driver refused {call} (code {code}).");
        }
    }

    [LibraryImport(Library)]
    private static partial int cuInit(uint flags);

    [LibraryImport(Library)]
    private static partial int cuDeviceGetCount(out int count);

    [LibraryImport(Library)]
    private static partial int cuDeviceGetName(byte* name, int length, int device);

    [LibraryImport(Library)]
    private static partial int cuDriverGetVersion(out int version);

    [LibraryImport(Library)]
    private static partial int cuMemGetInfo_v2(out nuint free, out nuint total);
}
