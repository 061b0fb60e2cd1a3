namespace AttnGen.StrategyFiles;

/// <summary>Low-rank adaptation, as a file says it.</summary>
/// <param name="Rank">The rank.</param>
/// <param name="Alpha">The scale's numerator.</param>
/// <param name="Dropout">The probability of dropping an element of the adapter's input.</param>
/// <param name="Range">The place of the rank, or of the key where the rank is the default.</param>
internal sealed record FileLora(int Rank, double Alpha, double Dropout, TextRange Range);
