namespace AttnGen.StrategyFiles;

/// <summary>Tuning by adapters of low rank, as a file says it.</summary>
/// <param name="Kind">The kind, which is the key.</param>
/// <param name="Rank">The rank.</param>
/// <param name="Alpha">The scale's numerator.</param>
/// <param name="Dropout">The probability of dropping an element of the adapter's input.</param>
/// <param name="Range">The place of the rank, or of the key where the rank is the default.</param>
internal sealed record FileLowRank(LowRankKind Kind, int Rank, double Alpha, double Dropout, TextRange Range);
