using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace AttnGen.Safetensors;

/// <summary>
/// Reads and checks a header, as strictly as the format asks: a length that fits, valid UTF-8 and JSON, no key twice, bytes of each tensor that follow
/// one another without gap or overlap to the file's very end, and lengths that agree with type and shape. White space before the first brace is
/// refused: the format's description demands the brace, and no known writer puts anything there.
/// </summary>
internal sealed class SafetensorsHeader
{
    public const int PrefixLength = 8;
    private const long LongestHeader = 100_000_000;
    private const int DeepestNesting = 8;

    private readonly string file;
    private readonly Dictionary<string, SafetensorsEntry> entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> metadata = new(StringComparer.Ordinal);
    private bool hasMetadata;

    private SafetensorsHeader(string file) => this.file = file;

    public IReadOnlyDictionary<string, SafetensorsEntry> Entries => entries;

    public IReadOnlyDictionary<string, string> Metadata => metadata;

    /// <summary>Where the tensors' bytes begin in the file.</summary>
    public long DataStart { get; private set; }

    public static SafetensorsHeader Read(Stream stream, string file)
    {
        var header = new SafetensorsHeader(file);
        header.Read(stream);
        return header;
    }

    private void Read(Stream stream)
    {
        Span<byte> prefix = stackalloc byte[PrefixLength];
        if (stream.Length < PrefixLength)
        {
            throw Refuse($"it has {stream.Length} bytes, and a header's length alone takes {PrefixLength}");
        }

        stream.ReadExactly(prefix);
        var declared = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (declared > LongestHeader)
        {
            throw Refuse($"its header claims {declared} bytes, and the format allows {LongestHeader}");
        }

        if ((long)declared > stream.Length - PrefixLength)
        {
            throw Refuse($"its header claims {declared} bytes, and only {stream.Length - PrefixLength} follow; the file is truncated or no safetensors file");
        }

        var json = new byte[(int)declared];
        stream.ReadExactly(json);
        DataStart = PrefixLength + (long)declared;
        Parse(json);
        CheckLayout(stream.Length - DataStart);
    }

    private void Parse(byte[] json)
    {
        if (json.Length == 0 || json[0] != (byte)'{')
        {
            throw Refuse("its header does not begin with '{'");
        }

        try
        {
            var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
            strict.GetCharCount(json);
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = DeepestNesting });
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                if (name == "__metadata__")
                {
                    ReadMetadata(ref reader);
                }
                else if (!entries.TryAdd(name, ReadEntry(ref reader, name)))
                {
                    throw Refuse($"its header has the tensor '{name}' twice");
                }
            }

            if (reader.Read())
            {
                throw Refuse("something follows the header's closing brace");
            }
        }
        catch (Exception problem) when (problem is JsonException or DecoderFallbackException or InvalidOperationException or FormatException)
        {
            throw new SafetensorsException($"'{file}' is not a valid safetensors file: its header is not the JSON that it should be ({problem.Message})", problem);
        }
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        if (hasMetadata)
        {
            throw Refuse("its header has '__metadata__' twice");
        }

        hasMetadata = true;
        Expect(reader.TokenType == JsonTokenType.StartObject, "__metadata__", "is not an object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            reader.Read();
            Expect(reader.TokenType == JsonTokenType.String, "__metadata__", $"has a value for '{key}' that is no string");
            Expect(metadata.TryAdd(key, reader.GetString()!), "__metadata__", $"has '{key}' twice");
        }
    }

    private SafetensorsEntry ReadEntry(ref Utf8JsonReader reader, string name)
    {
        Expect(reader.TokenType == JsonTokenType.StartObject, name, "is not described by an object");
        SafetensorsType? type = null;
        List<long>? shape = null;
        List<long>? offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            reader.Read();
            switch (key)
            {
                case "dtype":
                    Expect(type is null && reader.TokenType == JsonTokenType.String, name, "has no single dtype");
                    var text = reader.GetString()!;
                    type = SafetensorsType.Find(text);
                    Expect(type is not null, name, $"has the unknown dtype '{text}'");
                    break;
                case "shape":
                    Expect(shape is null, name, "has its shape twice");
                    shape = ReadSizes(ref reader, name);
                    break;
                case "data_offsets":
                    Expect(offsets is null, name, "has its data_offsets twice");
                    offsets = ReadSizes(ref reader, name);
                    break;
                default:
                    throw Refuse($"its tensor '{name}' has the unknown property '{key}'");
            }
        }

        Expect(type is not null && shape is not null && offsets is { Count: 2 }, name, "lacks dtype, shape or two data_offsets");
        Expect(offsets![0] <= offsets[1], name, $"ends at {offsets[1]}, before its begin at {offsets[0]}");
        var entry = new SafetensorsEntry(name, type!, shape!, offsets[0], offsets[1] - offsets[0]);
        Expect(ByteLength(entry) == entry.Length, name, $"takes {entry.Length} bytes, which is not what {type!.Name} [{string.Join(", ", shape!)}] needs");
        return entry;
    }

    private List<long> ReadSizes(ref Utf8JsonReader reader, string name)
    {
        Expect(reader.TokenType == JsonTokenType.StartArray, name, "has a shape or offsets that are no array");
        var sizes = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Expect(reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var size) && size >= 0, name, "has a size that is no whole number of zero or more");
            sizes.Add(reader.GetInt64());
        }

        return sizes;
    }

    /// <summary>The bytes that type and shape need; -1 where they are no whole number or too many to count.</summary>
    private static long ByteLength(SafetensorsEntry entry)
    {
        try
        {
            var elements = entry.Shape.Contains(0) ? 0 : entry.Shape.Aggregate(1L, (product, size) => checked(product * size));
            var bits = checked(elements * entry.Type.Bits);
            return bits % 8 == 0 ? bits / 8 : -1;
        }
        catch (OverflowException)
        {
            return -1;
        }
    }

    private void CheckLayout(long dataLength)
    {
        var end = 0L;
        foreach (var entry in entries.Values.OrderBy(entry => entry.Offset).ThenBy(entry => entry.Length))
        {
            Expect(entry.Offset == end, entry.Name, $"begins at {entry.Offset}, and the one before ends at {end}: a gap or an overlap");
            end += entry.Length;
        }

        if (end != dataLength)
        {
            throw Refuse($"its tensors take {end} bytes and {dataLength} follow the header; the file is truncated, or has something behind its tensors");
        }
    }

    private void Expect(bool holds, string tensor, string problem)
    {
        if (!holds)
        {
            throw Refuse($"its tensor '{tensor}' {problem}");
        }
    }

    private SafetensorsException Refuse(string problem) => new($"'{file}' is not a valid safetensors file: {problem}.");
}
