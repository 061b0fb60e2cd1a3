using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Safetensors;

/// <summary>
/// A safetensors file that is open for reading: its header is read and checked, its tensors are read one by one.
/// The format: https://github.com/huggingface/safetensors.
/// </summary>
public sealed class SafetensorsFile : IDisposable
{
    private readonly FileStream stream;
    private readonly SafetensorsHeader header;

    private SafetensorsFile(FileStream stream, SafetensorsHeader header)
    {
        this.stream = stream;
        this.header = header;
        Entries = [.. header.Entries.Values.OrderBy(entry => entry.Offset)];
    }

    /// <summary>The file.</summary>
    public string Path => stream.Name;

    /// <summary>The tensors, in the file's order.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries { get; }

    /// <summary>The strings that the writer put beside the tensors.</summary>
    public IReadOnlyDictionary<string, string> Metadata => header.Metadata;

    /// <summary>Opens a file and checks its header.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SafetensorsException">It is no valid safetensors file.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SafetensorsFile Open(string path)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            return new SafetensorsFile(stream, SafetensorsHeader.Read(stream, path));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Whether the file has a tensor.</summary>
    /// <param name="name">Its name.</param>
    public bool Contains(string name) => header.Entries.ContainsKey(name);

    /// <summary>Reads a tensor into memory of its own, on the CPU.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="KeyNotFoundException">The file has no such tensor.</exception>
    /// <exception cref="SafetensorsException">TorchSharp has no such element type.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public Tensor ReadTensor(string name)
    {
        var (entry, type) = Find(name);
        var tensor = empty([.. entry.Shape], dtype: type, device: CPU);
        try
        {
            using var flat = tensor.view(-1);
            stream.Position = header.DataStart + entry.Offset;
            ReadElements(flat);
            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Reads a tensor's values into a tensor that is there, on its device and as its element type. A contiguous one of the file's own type on the CPU is read
    /// into where it lies, the others by parts: nothing of the tensor's size is allocated beside it.
    /// </summary>
    /// <param name="name">Its name in the file.</param>
    /// <param name="target">Where the values go; no gradient is recorded for that.</param>
    /// <exception cref="KeyNotFoundException">The file has no such tensor.</exception>
    /// <exception cref="ArgumentException"><paramref name="target"/> is of another shape; it is unchanged.</exception>
    /// <exception cref="SafetensorsException">TorchSharp has no such element type.</exception>
    /// <exception cref="IOException">The file cannot be read; a part of <paramref name="target"/> may have its new values.</exception>
    public void ReadInto(string name, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(target);
        var (entry, type) = Find(name);
        if (!entry.Shape.SequenceEqual(target.shape))
        {
            throw new ArgumentException($"'{Path}': the tensor '{name}' is [{string.Join(", ", entry.Shape)}], and is to be read into one of [{string.Join(", ", target.shape)}].", nameof(target));
        }

        using var _ = no_grad();
        if (!target.is_contiguous())
        {
            using var value = ReadTensor(name);
            target.copy_(value);
            return;
        }

        using var flat = target.view(-1);
        stream.Position = header.DataStart + entry.Offset;
        if (target.device_type == DeviceType.CPU && target.dtype == type)
        {
            ReadElements(flat);
            // What autograd kept of the old values is told that they are gone, as copy_ tells it.
            using var none = flat.narrow(0, 0, 0);
            none.zero_();
        }
        else
        {
            ReadConverted(flat, type);
        }
    }

    private (SafetensorsEntry Entry, ScalarType Type) Find(string name)
    {
        if (!header.Entries.TryGetValue(name, out var entry))
        {
            throw new KeyNotFoundException($"'{Path}' has no tensor '{name}'.");
        }

        return entry.Type.Scalar is { } type
            ? (entry, type)
            : throw new SafetensorsException($"'{Path}': the tensor '{name}' is of type {entry.Type.Name}, which TorchSharp does not have. Convert it to F32, F16 or BF16.");
    }

    /// <summary>Reads on into a flat tensor of the file's own type. Spans count bytes in 32 bits, tensors do not.</summary>
    private void ReadElements(Tensor flat)
    {
        const long part = 1 << 27;
        for (var done = 0L; done < flat.numel(); done += part)
        {
            using var slice = flat.narrow(0, done, Math.Min(part, flat.numel() - done));
            stream.ReadExactly(slice.bytes);
        }
    }

    /// <summary>Reads on through a buffer that stays in the caches.</summary>
    private void ReadConverted(Tensor flat, ScalarType type)
    {
        const long part = 1 << 20;
        using var buffer = empty(Math.Min(part, flat.numel()), dtype: type, device: CPU);
        for (var done = 0L; done < flat.numel(); done += part)
        {
            var count = Math.Min(part, flat.numel() - done);
            using var values = buffer.narrow(0, 0, count);
            using var slice = flat.narrow(0, done, count);
            stream.ReadExactly(values.bytes);
            slice.copy_(values);
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => stream.Dispose();
}
