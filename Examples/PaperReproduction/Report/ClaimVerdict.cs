namespace PaperReproduction.Report;

/// <summary>What became of a claim.</summary>
internal enum ClaimVerdict
{
    /// <summary>No seed has a score of both strategies.</summary>
    Unknown,

    /// <summary>Fewer seeds have one than it takes to say something.</summary>
    TooFewSeeds,

    /// <summary>The seeds disagree.</summary>
    Undecided,

    /// <summary>It held in each seed, or every run of the other strategy diverged.</summary>
    Held,

    /// <summary>It held in none, or every run of the strategy that should be better diverged.</summary>
    Failed,
}
