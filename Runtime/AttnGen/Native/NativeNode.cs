using System.Runtime.InteropServices;

namespace AttnGen.Native;

/// <summary>A node of autograd's graph that calls back: a strong reference, which holds until the graph has one, and a weak one.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct NativeNode
{
    public readonly nint Strong;

    public readonly nint Weak;
}
