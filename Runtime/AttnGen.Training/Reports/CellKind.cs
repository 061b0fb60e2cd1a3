namespace AttnGen.Training;

/// <summary>How a table's cell is shown.</summary>
internal enum CellKind
{
    Plain,
    Best,
    Diverged,
    None,
}
