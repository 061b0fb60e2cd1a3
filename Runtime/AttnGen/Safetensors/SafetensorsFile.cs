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
    public Tensor ReadTensor(string name)
    {
        if (!header.Entries.TryGetValue(name, out var entry))
        {
            throw new KeyNotFoundException($"'{Path}' has no tensor '{name}'.");
        }

        if (entry.Type.Scalar is not { } type)
        {
            throw new SafetensorsException($"'{Path}': the tensor '{name}' is of type {entry.Type.Name}, which TorchSharp does not have. Convert it to F32, F16 or BF16.");
        }

        var tensor = empty([.. entry.Shape], dtype: type, device: CPU);
        stream.Position = header.DataStart + entry.Offset;
        // Spans count bytes in 32 bits, tensors do not.
        const long part = 1 << 30;
        using var flat = tensor.view(-1);
        var elementSize = entry.Type.Bits / 8;
        for (var done = 0L; done < entry.Length; done += part)
        {
            using var slice = flat.narrow(0, done / elementSize, Math.Min(part, entry.Length - done) / elementSize);
            stream.ReadExactly(slice.bytes);
        }

        return tensor;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => stream.Dispose();
}
