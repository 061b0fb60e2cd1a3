using System.Numerics;
using System.Runtime.CompilerServices;

namespace AttnGen.Optimization.Kernels;

/// <summary>fp32, of which the parameters themselves are: there is no copy.</summary>
internal readonly unsafe struct Float32Lanes : IElementLanes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector<float> First, Vector<float> Second) Load(void* buffer, long index)
    {
        var from = (float*)buffer + index;
        return (Vector.Load(from), Vector.Load(from + Vector<float>.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Clear(void* buffer, long index)
    {
        var to = (float*)buffer + index;
        Vector.Store(Vector<float>.Zero, to);
        Vector.Store(Vector<float>.Zero, to + Vector<float>.Count);
    }

    public static void StoreCopy(void* buffer, long index, Vector<float> first, Vector<float> second)
    {
    }
}
