using System.Runtime.Intrinsics;
using System.Runtime.CompilerServices;

namespace AttnGen.Optimization.Kernels;

/// <summary>bf16: the upper half of fp32's bits.</summary>
internal readonly unsafe struct BFloat16Lanes : IElementLanes
{
    private const int Half = 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> First, Vector512<float> Second) Load(void* buffer, long index)
    {
        var (first, second) = Vector512.Widen(Vector512.Load((ushort*)buffer + index));
        return ((first << Half).AsSingle(), (second << Half).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Clear(void* buffer, long index) => Vector512.Store(Vector512<ushort>.Zero, (ushort*)buffer + index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreCopy(void* buffer, long index, Vector512<float> first, Vector512<float> second) =>
        Vector512.Store(Vector512.Narrow(Upper(first), Upper(second)), (ushort*)buffer + index);

    /// <summary>The upper halves, rounded to the nearest, ties to even; what is no number stays none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Upper(Vector512<float> values)
    {
        var bits = values.AsUInt32();
        var isOdd = (bits >>> Half) & Vector512<uint>.One;
        var rounded = (bits + Vector512.Create(0x7FFFu) + isOdd) >>> Half;
        return Vector512.ConditionalSelect(Vector512.Equals(values, values).AsUInt32(), rounded, Vector512.Create(0x7FC0u));
    }
}
