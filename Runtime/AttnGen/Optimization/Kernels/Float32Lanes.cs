using System.Runtime.Intrinsics;
using System.Runtime.CompilerServices;

namespace AttnGen.Optimization.Kernels;

/// <summary>fp32, of which the parameters themselves are: there is no copy.</summary>
internal readonly unsafe struct Float32Lanes : IElementLanes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> First, Vector512<float> Second) Load(void* buffer, long index)
    {
        var from = (float*)buffer + index;
        return (Vector512.Load(from), Vector512.Load(from + Vector512<float>.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Clear(void* buffer, long index)
    {
        var to = (float*)buffer + index;
        Vector512.Store(Vector512<float>.Zero, to);
        Vector512.Store(Vector512<float>.Zero, to + Vector512<float>.Count);
    }

    public static void StoreCopy(void* buffer, long index, Vector512<float> first, Vector512<float> second)
    {
    }
}
