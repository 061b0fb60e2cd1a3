using System.Runtime.InteropServices;

namespace AttnGen.Gpu.Devices;

/// <summary>The addresses of what is called of CUPTI.</summary>
internal readonly record struct CuptiFunctions(nint Subscribe, nint EnableDomain, nint Unsubscribe)
{
    /// <summary>Those of a loaded library, or null where it lacks one.</summary>
    public static CuptiFunctions? Of(nint library) =>
        NativeLibrary.TryGetExport(library, "cuptiSubscribe", out var subscribe) && NativeLibrary.TryGetExport(library, "cuptiEnableDomain", out var enable)
        && NativeLibrary.TryGetExport(library, "cuptiUnsubscribe", out var unsubscribe)
            ? new CuptiFunctions(subscribe, enable, unsubscribe)
            : null;
}
