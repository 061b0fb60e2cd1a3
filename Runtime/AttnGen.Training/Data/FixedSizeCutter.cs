namespace AttnGen.Training;

/// <summary>Batches of a fixed number of examples.</summary>
internal sealed class FixedSizeCutter(int batchSize) : IBatchCutter
{
    public int UsualCount => batchSize;

    public (int Count, bool Full) Next(ReadOnlySpan<int> remaining) =>
        remaining.Length >= batchSize ? (batchSize, true) : (remaining.Length, false);
}
