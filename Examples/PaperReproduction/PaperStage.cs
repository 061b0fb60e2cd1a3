namespace PaperReproduction;

/// <summary>What a cell is run for.</summary>
internal enum PaperStage
{
    /// <summary>To choose a strategy's base rate: measured on a part of the training data, never on what is reported.</summary>
    Rates,

    /// <summary>To be reported: measured on the official development part.</summary>
    Tables,

    /// <summary>A point of Figure 1, measured as the tables are.</summary>
    HeatMap,

    /// <summary>A point of Figure 2, where K is frozen, measured as the tables are.</summary>
    FrozenKeyMap,
}
