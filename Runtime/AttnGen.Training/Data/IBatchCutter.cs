namespace AttnGen.Training;

/// <summary>Decides how many of the examples that come next make one batch.</summary>
internal interface IBatchCutter
{
    /// <summary>About how many examples a batch has: what windows are measured in.</summary>
    int UsualCount { get; }

    /// <summary>The number of leading examples of <paramref name="remaining"/> that make the next batch, and whether they fill it.</summary>
    (int Count, bool Full) Next(ReadOnlySpan<int> remaining);
}
