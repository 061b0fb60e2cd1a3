using System.Runtime.Intrinsics;

namespace AttnGen.Optimization.Kernels;

/// <summary>How two vectors of fp32 are read from, and written to, a buffer of some element type.</summary>
internal unsafe interface IElementLanes
{
    /// <summary>Reads two vectors from an element on.</summary>
    static abstract (Vector512<float> First, Vector512<float> Second) Load(void* buffer, long index);

    /// <summary>Writes zeros over two vectors.</summary>
    static abstract void Clear(void* buffer, long index);

    /// <summary>Writes two vectors, rounded to the nearest; does nothing where the element type needs no copy.</summary>
    static abstract void StoreCopy(void* buffer, long index, Vector512<float> first, Vector512<float> second);
}
