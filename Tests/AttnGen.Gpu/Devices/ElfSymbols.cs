using System.Buffers.Binary;
using System.Text;

namespace AttnGen.Gpu.Devices;

/// <summary>The dynamic symbols of a 64-bit little-endian ELF file.</summary>
internal static class ElfSymbols
{
    private const uint DynamicSymbols = 11;
    private const int EntrySize = 24;
    private const int HeaderSize = 64;
    private const int WeakBinding = 2;

    /// <summary>The names that the file asks others for; weak ones, which may be missing, left out. Nothing where it is no such file.</summary>
    public static IReadOnlyList<string> Undefined(byte[] file)
    {
        try
        {
            return file.AsSpan(0, 6).SequenceEqual("\u007fELF\u0002\u0001"u8) ? Read(file) : [];
        }
        catch (Exception problem) when (problem is ArgumentException or OverflowException or IndexOutOfRangeException)
        {
            return [];
        }
    }

    private static List<string> Read(byte[] file)
    {
        var names = new List<string>();
        var sections = Offset(file, 0x28);
        int count = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(0x3C));
        for (var i = 0; i < count; i++)
        {
            var section = checked(sections + (i * HeaderSize));
            if (BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(section + 4)) != DynamicSymbols)
            {
                continue;
            }

            var strings = Offset(file, checked(sections + ((int)BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(section + 40)) * HeaderSize) + 24));
            var (begin, size) = (Offset(file, section + 24), Offset(file, section + 32));
            for (var at = begin; at < begin + size; at = checked(at + EntrySize))
            {
                var name = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at));
                var isUndefined = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(at + 6)) == 0;
                if (name != 0 && isUndefined && file[at + 4] >> 4 != WeakBinding)
                {
                    var text = file.AsSpan(checked(strings + (int)name));
                    names.Add(Encoding.ASCII.GetString(text[..text.IndexOf((byte)0)]));
                }
            }
        }

        return names;
    }

    private static int Offset(byte[] file, int at) => checked((int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at)));
}
