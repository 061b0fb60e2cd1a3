using System.Runtime.InteropServices;

namespace AttnGen.Native;

/// <summary>Tensor handles side by side, as TorchSharp's own library takes and returns them.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly unsafe struct NativeArray(nint* handles, long count)
{
    public readonly nint* Handles = handles;

    public readonly long Count = count;
}
