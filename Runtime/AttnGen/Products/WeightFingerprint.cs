using System.Numerics;
using System.Runtime.InteropServices;
using AttnGen.Native;
using TorchSharp;

namespace AttnGen.Products;

/// <summary>
/// What a weight was when it was copied. libtorch counts what its operations write; what a program writes to the memory itself, as <c>Module.load</c> does, is seen by checksums of
/// parts, one of them at each look: at once where the whole weight is another, and after as many looks as there are parts where a few elements are.
/// </summary>
internal sealed unsafe class WeightFingerprint
{
    /// <summary>Bytes of a part: a microsecond or two.</summary>
    private const int PartBytes = 16_384;

    private readonly long version;
    private readonly nint address;
    private readonly uint[] parts;
    private int next;

    private WeightFingerprint(long version, nint address, uint[] parts) => (this.version, this.address, this.parts) = (version, address, parts);

    /// <summary>The fingerprint, or null where a change would not be seen.</summary>
    /// <param name="weight">A weight in the CPU's memory.</param>
    public static WeightFingerprint? Of(torch.Tensor weight)
    {
        if (!weight.is_contiguous() || TensorVersion.Of(weight) is not { } version)
        {
            return null;
        }

        var address = TensorAddress.Of(weight);
        var bytes = weight.numel() * weight.element_size();
        var parts = new uint[(bytes + PartBytes - 1) / PartBytes];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = Checksum(address, i, bytes);
        }

        GC.KeepAlive(weight);
        return new WeightFingerprint(version, address, parts);
    }

    /// <summary>Whether the weight is still the same, as far as one look tells.</summary>
    public bool Holds(torch.Tensor weight)
    {
        if (TensorVersion.Of(weight) != version || TensorAddress.Of(weight) != address || !weight.is_contiguous())
        {
            return false;
        }

        var part = next;
        next = (next + 1) % parts.Length;
        var holds = parts[part] == Checksum(address, part, weight.numel() * weight.element_size());
        GC.KeepAlive(weight);
        return holds;
    }

    private static uint Checksum(nint address, long part, long bytes)
    {
        var start = part * PartBytes;
        var memory = new ReadOnlySpan<byte>((void*)(address + (nint)start), (int)Math.Min(PartBytes, bytes - start));
        var words = MemoryMarshal.Cast<byte, ulong>(memory);
        var sum = uint.MaxValue;
        foreach (var word in words)
        {
            sum = BitOperations.Crc32C(sum, word);
        }

        foreach (var rest in memory[(words.Length * sizeof(ulong))..])
        {
            sum = BitOperations.Crc32C(sum, rest);
        }

        return sum;
    }
}
