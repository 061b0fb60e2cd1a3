using System.Buffers.Binary;
using System.Text;

namespace AttnGen.Training.Tests.Telemetry;

/// <summary>
/// An independent reader of TensorBoard's event files: records of TFRecord (length, its masked CRC-32C, data, its masked CRC-32C), each a protocol buffer
/// <c>Event { double wall_time = 1; int64 step = 2; string file_version = 3; Summary summary = 5 { Value value = 1 { string tag = 1; float simple_value = 2 } } }</c>.
/// </summary>
internal static class EventFile
{
    public static List<EventRecord> Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        List<EventRecord> records = [];
        for (int at = 0; at < bytes.Length;)
        {
            int length = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at)));
            Check(bytes.AsSpan(at, 8), bytes.AsSpan(at + 8, 4));
            ReadOnlySpan<byte> data = bytes.AsSpan(at + 12, length);
            Check(data, bytes.AsSpan(at + 12 + length, 4));
            records.Add(Event(data));
            at += 16 + length;
        }

        return records;
    }

    private static EventRecord Event(ReadOnlySpan<byte> data)
    {
        EventRecord record = new();
        while (!data.IsEmpty)
        {
            (int field, ReadOnlySpan<byte> value, ulong number) = Next(ref data);
            switch (field)
            {
                case 1: record.WallTime = BitConverter.UInt64BitsToDouble(number); break;
                case 2: record.Step = (long)number; break;
                case 3: record.FileVersion = Encoding.UTF8.GetString(value); break;
                case 5: Summary(value, record); break;
                default: throw new InvalidDataException($"Event has no field {field}.");
            }
        }

        return record;
    }

    private static void Summary(ReadOnlySpan<byte> data, EventRecord record)
    {
        while (!data.IsEmpty)
        {
            (int field, ReadOnlySpan<byte> value, _) = Next(ref data);
            Assert.Equal(1, field);
            while (!value.IsEmpty)
            {
                (int inner, ReadOnlySpan<byte> text, ulong number) = Next(ref value);
                switch (inner)
                {
                    case 1: record.Tag = Encoding.UTF8.GetString(text); break;
                    case 2: record.Value = BitConverter.UInt32BitsToSingle((uint)number); break;
                    default: throw new InvalidDataException($"Value has no field {inner} here.");
                }
            }
        }
    }

    private static Field Next(ref ReadOnlySpan<byte> data)
    {
        ulong key = Varint(ref data);
        ReadOnlySpan<byte> value = default;
        ulong number = 0;
        switch (key & 7)
        {
            case 0:
                number = Varint(ref data);
                break;
            case 1:
                number = BinaryPrimitives.ReadUInt64LittleEndian(data);
                data = data[8..];
                break;
            case 2:
                int length = checked((int)Varint(ref data));
                value = data[..length];
                data = data[length..];
                break;
            case 5:
                number = BinaryPrimitives.ReadUInt32LittleEndian(data);
                data = data[4..];
                break;
            default:
                throw new InvalidDataException($"Protocol buffers have no wire type {key & 7}.");
        }

        return new Field((int)(key >> 3), value, number);
    }

    private static ulong Varint(ref ReadOnlySpan<byte> data)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte part = data[0];
            data = data[1..];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }

    private static void Check(ReadOnlySpan<byte> data, ReadOnlySpan<byte> stored)
    {
        const uint reversedCastagnoli = 0x82F63B78;
        uint crc = ~0u;
        foreach (byte part in data)
        {
            crc ^= part;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ reversedCastagnoli : crc >> 1;
            }
        }

        Assert.Equal(uint.RotateRight(~crc, 15) + 0xA282EAD8, BinaryPrimitives.ReadUInt32LittleEndian(stored));
    }

    private readonly ref struct Field(int number, ReadOnlySpan<byte> bytes, ulong value)
    {
        private readonly ReadOnlySpan<byte> bytes = bytes;

        public void Deconstruct(out int field, out ReadOnlySpan<byte> content, out ulong scalar)
        {
            (field, scalar) = (number, value);
            content = bytes;
        }
    }
}
