using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using AttnGen.Files;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Safetensors;

/// <summary>Writes safetensors files: larger element types first, then by name, so that every tensor is aligned; whole or not at all.</summary>
public static class SafetensorsWriter
{
    private const int HeaderAlignment = 8;

    /// <summary>Writes a file, over one that is there.</summary>
    /// <param name="path">The target.</param>
    /// <param name="tensors">The tensors by name; of any device and layout.</param>
    /// <param name="metadata">Strings beside the tensors. Python's transformers expects <c>format</c> = <c>pt</c>.</param>
    /// <exception cref="ArgumentException">A name is there twice or reserved, or a type is not part of the format.</exception>
    /// <exception cref="IOException">The file could not be written; the target is untouched.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tensors);
        using var pending = Prepare(path, tensors, metadata);
        pending.Put();
    }

    /// <summary>Writes a file, and leaves it to the caller to put it in its place.</summary>
    internal static PendingFile Prepare(string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var entries = tensors.Select(Describe)
            .OrderByDescending(entry => entry.Type.Bits).ThenBy(entry => entry.Name, StringComparer.Ordinal).ToList();
        var names = new HashSet<string>(StringComparer.Ordinal) { "__metadata__" };
        if (entries.FirstOrDefault(entry => !names.Add(entry.Name)) is { Name: { } repeated })
        {
            throw new ArgumentException($"'{repeated}' cannot be written: the name is there twice, or reserved.", nameof(tensors));
        }

        var header = Header(entries, metadata);
        return PendingFile.Write(path, stream =>
        {
            Span<byte> prefix = stackalloc byte[SafetensorsHeader.PrefixLength];
            BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)header.Length);
            stream.Write(prefix);
            stream.Write(header);
            foreach (var entry in entries)
            {
                Write(stream, entry.Tensor, entry.Type.Bits / 8);
            }
        });
    }

    private static (string Name, SafetensorsType Type, Tensor Tensor) Describe(KeyValuePair<string, Tensor> pair) =>
        SafetensorsType.Find(pair.Value.dtype) is { } type
            ? (pair.Key, type, pair.Value)
            : throw new ArgumentException($"'{pair.Key}' is of type {pair.Value.dtype}, which the format does not have.", nameof(pair));

    private static byte[] Header(List<(string Name, SafetensorsType Type, Tensor Tensor)> entries, IReadOnlyDictionary<string, string>? metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject("__metadata__");
                foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    json.WriteString(key, value);
                }

                json.WriteEndObject();
            }

            var offset = 0L;
            foreach (var (name, type, tensor) in entries)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", type.Name);
                json.WriteStartArray("shape");
                foreach (var size in tensor.shape)
                {
                    json.WriteNumberValue(size);
                }

                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                offset += tensor.numel() * type.Bits / 8;
                json.WriteNumberValue(offset);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        var padding = (HeaderAlignment - (buffer.WrittenCount % HeaderAlignment)) % HeaderAlignment;
        return [.. buffer.WrittenSpan, .. Enumerable.Repeat((byte)' ', padding)];
    }

    private static void Write(Stream stream, Tensor tensor, int elementSize)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var flat = tensor.detach().cpu().contiguous().view(-1);
        var part = (1 << 30) / elementSize;
        for (var done = 0L; done < flat.numel(); done += part)
        {
            stream.Write(flat.narrow(0, done, Math.Min(part, flat.numel() - done)).bytes);
        }
    }
}
