using System.Runtime.Intrinsics.X86;

namespace AttnGen.Products;

/// <summary>
/// What the processor has for products of bfloat16. Without instructions for them they are converted where oneDNN has AVX-512 for it, and computed by plain loops where it has not: several
/// times, and many times, slower than float32's. The processor itself is asked (CPUID), as a natively compiled program may answer for an older one.
/// </summary>
internal static class BFloat16Processor
{
    private const int Features = 7;
    private const int Avx512BFloat16 = 5;
    private const int AmxBFloat16 = 22;

    /// <summary>The parts of AVX-512 that oneDNN asks for: F, DQ, BW and VL.</summary>
    private const int Avx512 = (1 << 16) | (1 << 17) | (1 << 30) | (1 << 31);

    /// <summary>Whether it multiplies bfloat16 by instructions of its own; null on processors that are not asked, which are all but x86's.</summary>
    public static bool? HasInstructions { get; } = X86Base.IsSupported ? HasAvx512 && (Bit(X86Base.CpuId(Features, 1).Eax, Avx512BFloat16) || Bit(X86Base.CpuId(Features, 0).Edx, AmxBFloat16)) : null;

    /// <summary>Whether oneDNN computes products of bfloat16 here at all; it is tried where that is not known.</summary>
    public static bool IsServedByOneDnn { get; } = !X86Base.IsSupported || HasAvx512;

    private static bool HasAvx512 => X86Base.CpuId(0, 0).Eax >= Features && (X86Base.CpuId(Features, 0).Ebx & Avx512) == Avx512;

    private static bool Bit(int register, int bit) => ((register >> bit) & 1) != 0;
}
