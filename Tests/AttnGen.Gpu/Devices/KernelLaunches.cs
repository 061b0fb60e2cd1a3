using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace AttnGen.Gpu.Devices;

/// <summary>
/// How many kernels something launches, by CUPTI's callbacks, as <c>launches.py</c> counts them too: the runtime's launches, and the driver's where the
/// runtime did not make them. A launched graph is one.
/// </summary>
internal static unsafe class KernelLaunches
{
    private const int DriverDomain = 1;
    private const int RuntimeDomain = 2;
    private const int Enter = 0;
    private const string Name = "libcupti.so";

    private static long count;

    [ThreadStatic]
    private static int withinRuntime;

    /// <summary>Counts, or says why nothing could be counted.</summary>
    public static (long? Count, string? Problem) Of(torch.Device device, Action action)
    {
        if (device.type != DeviceType.CUDA)
        {
            return (null, "there are none on a CPU");
        }

        // libtorch has loaded it already where it was built with it.
        if (!NativeLibrary.TryLoad(LoadedLibraries.Find(Name) ?? Name, out var cupti))
        {
            return (null, $"there is no {Name}");
        }

        return CuptiFunctions.Of(cupti) is { } functions
            ? Count(functions, () =>
            {
                action();
                torch.cuda.synchronize();
            })
            : (null, $"{Name} has no callbacks");
    }

    internal static (long? Count, string? Problem) Count(CuptiFunctions cupti, Action action)
    {
        nint subscriber;
        delegate* unmanaged[Cdecl]<void*, int, uint, CallData*, void> callback = &Called;
        if (((delegate* unmanaged[Cdecl]<nint*, void*, void*, int>)cupti.Subscribe)(&subscriber, callback, null) is not 0 and var code)
        {
            return (null, $"CUPTI refused to be subscribed to (code {code})");
        }

        try
        {
            foreach (var domain in new[] { RuntimeDomain, DriverDomain })
            {
                if (((delegate* unmanaged[Cdecl]<uint, nint, int, int>)cupti.EnableDomain)(1, subscriber, domain) is not 0 and var refused)
                {
                    return (null, $"CUPTI refused to call back (code {refused})");
                }
            }

            Volatile.Write(ref count, 0);
            action();
            return (Volatile.Read(ref count), null);
        }
        finally
        {
            _ = ((delegate* unmanaged[Cdecl]<nint, int>)cupti.Unsubscribe)(subscriber);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Called(void* user, int domain, uint id, CallData* call)
    {
        if (call->Name == null || !IsLaunch(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(call->Name)))
        {
            return;
        }

        var isOutermost = withinRuntime == 0;
        if (domain == RuntimeDomain)
        {
            withinRuntime += call->Site == Enter ? 1 : -1;
        }

        if (call->Site == Enter && isOutermost)
        {
            Interlocked.Increment(ref count);
        }
    }

    private static bool IsLaunch(ReadOnlySpan<byte> name) =>
        name.StartsWith("cuLaunchKernel"u8) || name.StartsWith("cuLaunchCooperativeKernel"u8) || name.StartsWith("cuGraphLaunch"u8)
        || name.StartsWith("cudaLaunchKernel"u8) || name.StartsWith("cudaLaunchCooperativeKernel"u8) || name.StartsWith("cudaGraphLaunch"u8);

    /// <summary>The beginning of <c>CUpti_CallbackData</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct CallData
    {
        public readonly int Site;

        public readonly byte* Name;
    }
}
