namespace AttnGen.Training;

/// <summary>Puts examples of similar length together, within windows of their order.</summary>
/// <param name="lengths">The number of tokens of each example.</param>
/// <param name="size">The examples of a window.</param>
/// <param name="alternating">Whether every other window begins with its shortest, so that a batch that reaches over two windows has similar lengths too.</param>
internal sealed class LengthWindows(int[] lengths, int size, bool alternating)
{
    /// <summary>Sorts each window in place.</summary>
    public void Sort(Span<int> order)
    {
        // The longest first, so that memory's peak shows early.
        bool longestFirst = true;
        while (order.Length > 0)
        {
            int count = Math.Min(size, order.Length);
            LengthOrder.Sort(order[..count], lengths, longestFirst);
            order = order[count..];
            longestFirst = !alternating || !longestFirst;
        }
    }
}
