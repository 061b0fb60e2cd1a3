using AttnGen.Native;
using TorchSharp;

namespace AttnGen.Mapping;

/// <summary>Where the elements of a tensor lie: rows of bytes at equal distances. One row is what has no gaps.</summary>
/// <param name="Device">The device.</param>
/// <param name="Start">The address of the first byte.</param>
/// <param name="End">The address behind the last byte.</param>
/// <param name="Row">The bytes from a row's first element to behind its last.</param>
/// <param name="Distance">The bytes from one row's beginning to the next one's.</param>
internal sealed record MemoryArea(string Device, long Start, long End, long Row, long Distance)
{
    private bool HasGaps => Row < Distance;

    /// <param name="tensor">Of one element at least.</param>
    public static MemoryArea Of(torch.Tensor tensor)
    {
        var (start, size) = ((long)TensorAddress.Of(tensor), tensor.element_size());
        var dimensions = tensor.shape.Zip(tensor.stride(), (count, stride) => (Count: count, Bytes: stride * size)).Where(dimension => dimension.Count > 1).OrderBy(dimension => dimension.Bytes).ToList();
        var bytes = size + dimensions.Sum(dimension => (dimension.Count - 1) * dimension.Bytes);
        var rows = dimensions.Count == 0 ? (Count: 1, Bytes: 0) : dimensions[^1];
        var row = bytes - ((rows.Count - 1) * rows.Bytes);
        return row < rows.Bytes ? new MemoryArea(tensor.device.ToString(), start, start + bytes, row, rows.Bytes) : new MemoryArea(tensor.device.ToString(), start, start + bytes, bytes, bytes);
    }

    /// <summary>Whether an element lies in both; columns of one matrix do not overlap. Where rows of unlike distances cross, it is taken for so.</summary>
    /// <param name="later">An area that begins where this one does, or behind it, on the same device.</param>
    public bool Overlaps(MemoryArea later)
    {
        if (later.Start >= End)
        {
            return false;
        }

        var distance = HasGaps ? Distance : later.Distance;
        if ((!HasGaps && !later.HasGaps) || (HasGaps && later.HasGaps && later.Distance != distance))
        {
            return true;
        }

        var offset = (later.Start - Start) % distance;
        return offset < Row || offset + later.Row > distance;
    }
}
