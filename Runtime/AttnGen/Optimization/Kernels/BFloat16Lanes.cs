using System.Numerics;
using System.Runtime.CompilerServices;

namespace AttnGen.Optimization.Kernels;

/// <summary>bf16: the upper half of fp32's bits.</summary>
internal readonly unsafe struct BFloat16Lanes : IElementLanes
{
    private const int Half = 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector<float> First, Vector<float> Second) Load(void* buffer, long index)
    {
        Vector.Widen(Vector.Load((ushort*)buffer + index), out var first, out var second);
        return (Vector.AsVectorSingle(first << Half), Vector.AsVectorSingle(second << Half));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Clear(void* buffer, long index) => Vector.Store(Vector<ushort>.Zero, (ushort*)buffer + index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreCopy(void* buffer, long index, Vector<float> first, Vector<float> second) =>
        Vector.Store(Vector.Narrow(Upper(first), Upper(second)), (ushort*)buffer + index);

    /// <summary>The upper halves, rounded to the nearest, ties to even; what is no number stays none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<uint> Upper(Vector<float> values)
    {
        var bits = Vector.AsVectorUInt32(values);
        var isOdd = (bits >>> Half) & Vector<uint>.One;
        var rounded = (bits + new Vector<uint>(0x7FFF) + isOdd) >>> Half;
        return Vector.ConditionalSelect(Vector.AsVectorUInt32(Vector.Equals(values, values)), rounded, new Vector<uint>(0x7FC0));
    }
}
