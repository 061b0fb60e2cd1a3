namespace AttnGen.Training;

/// <summary>Sorts by length; what is equally long keeps its order.</summary>
internal static class LengthOrder
{
    /// <summary>Sorts in place.</summary>
    /// <param name="items">Indices into <paramref name="lengths"/>.</param>
    /// <param name="lengths">The length of each item.</param>
    /// <param name="longestFirst">Whether the longest comes first, or the shortest.</param>
    public static void Sort(Span<int> items, int[] lengths, bool longestFirst)
    {
        // One number an item, its place in the lower half: so a sort that is not stable is.
        long[] keys = new long[items.Length];
        for (int place = 0; place < keys.Length; place++)
        {
            long length = lengths[items[place]];
            keys[place] = ((longestFirst ? -length : length) << 32) | (uint)place;
        }

        keys.AsSpan().Sort(items);
    }
}
