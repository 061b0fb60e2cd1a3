using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AttnGen.Gpu.Devices;
using TorchSharp;

namespace AttnGen.Gpu.Tests;

/// <summary>Launches as CUPTI tells of them, by a CUPTI of the test's own.</summary>
public sealed unsafe class KernelLaunchesTests
{
    private const int Driver = 1;
    private const int Runtime = 2;

    private static delegate* unmanaged[Cdecl]<void*, int, uint, void*, void> callback;

    [Fact]
    public void A_launch_of_the_runtime_and_the_driver_beneath_it_are_one_on_each_thread()
    {
        var counted = KernelLaunches.Count(Functions(), () =>
        {
            Launches();
            var other = new Thread(Launches);
            other.Start();
            other.Join();
        });
        Assert.Equal(((long?)6, (string?)null), counted);
        Launches();
        Assert.Equal(((long?)0, (string?)null), KernelLaunches.Count(Functions(), () => { }));
    }

    [Fact]
    public void Where_nothing_can_be_counted_it_says_why()
    {
        Assert.Equal(((long?)null, (string?)"there are none on a CPU"), KernelLaunches.Of(torch.CPU, () => { }));
        delegate* unmanaged[Cdecl]<nint*, void*, void*, int> refused = &Refuse;
        var (count, problem) = KernelLaunches.Count(Functions() with { Subscribe = (nint)refused }, () => throw new InvalidOperationException("It was not to be run."));
        Assert.Null(count);
        Assert.Contains("39", problem, StringComparison.Ordinal);
    }

    private static CuptiFunctions Functions()
    {
        delegate* unmanaged[Cdecl]<nint*, void*, void*, int> subscribe = &Subscribe;
        delegate* unmanaged[Cdecl]<uint, nint, int, int> enable = &Enable;
        delegate* unmanaged[Cdecl]<nint, int> unsubscribe = &Unsubscribe;
        return new CuptiFunctions((nint)subscribe, (nint)enable, (nint)unsubscribe);
    }

    /// <summary>Three launches, one of them by the driver alone, and a copy.</summary>
    private static void Launches()
    {
        Call(Runtime, 0, "cudaLaunchKernel\0"u8);
        Call(Driver, 0, "cuLaunchKernel\0"u8);
        Call(Driver, 1, "cuLaunchKernel\0"u8);
        Call(Runtime, 1, "cudaLaunchKernel\0"u8);
        Call(Driver, 0, "cuLaunchKernelEx\0"u8);
        Call(Driver, 1, "cuLaunchKernelEx\0"u8);
        Call(Runtime, 0, "cudaMemcpyAsync\0"u8);
        Call(Runtime, 1, "cudaMemcpyAsync\0"u8);
        Call(Runtime, 0, "cudaLaunchKernelExC_v11060\0"u8);
        Call(Runtime, 1, "cudaLaunchKernelExC_v11060\0"u8);
    }

    private static void Call(int domain, int site, ReadOnlySpan<byte> name)
    {
        fixed (byte* text = name)
        {
            var data = stackalloc nint[2];
            data[0] = site;
            data[1] = (nint)text;
            if (callback != null)
            {
                callback(null, domain, 0, data);
            }
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Subscribe(nint* subscriber, void* function, void* user)
    {
        *subscriber = 5;
        callback = (delegate* unmanaged[Cdecl]<void*, int, uint, void*, void>)function;
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Refuse(nint* subscriber, void* function, void* user) => 39;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Enable(uint enable, nint subscriber, int domain) => subscriber == 5 && domain is Driver or Runtime ? 0 : 1;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Unsubscribe(nint subscriber)
    {
        callback = null;
        return 0;
    }
}
