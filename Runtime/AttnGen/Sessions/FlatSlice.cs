namespace AttnGen;

/// <summary>Where a parameter lies in its group's buffer.</summary>
internal sealed record FlatSlice(TunedParameter Tuned, long Offset, long Length, long[] Shape);
