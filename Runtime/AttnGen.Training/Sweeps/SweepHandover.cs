namespace AttnGen.Training;

/// <summary>How the result of a cell that ran in a process of its own comes into the sweep's file: it is there before its own file is removed.</summary>
/// <param name="sweep">The sweep's file.</param>
/// <param name="cell">The cell.</param>
internal sealed class SweepHandover(string sweep, SweepCell cell)
{
    /// <summary>What the process writes. What a killed sweep left there is of no use: it may be of another build.</summary>
    public string Path { get; } = $"{sweep}.{cell.Id}";

    /// <summary>Whether an earlier sweep had the result and could not write its file.</summary>
    public bool IsKept => File.Exists(Kept);

    private string Kept => Path + ".kept";

    /// <summary>Takes the file over from a process that has ended.</summary>
    /// <exception cref="OperationCanceledException">It was asked for; the file is removed.</exception>
    public void KeepUnless(CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            File.Delete(Path);
            cancellation.ThrowIfCancellationRequested();
        }

        File.Move(Path, Kept);
    }

    /// <summary>Adds the result, and removes its file then, or where it is none of the cell's.</summary>
    public void Add(SweepLedger ledger)
    {
        try
        {
            ledger.Add(cell, SweepResult.FromJson(File.ReadAllText(Kept)));
        }
        catch (InvalidDataException)
        {
            File.Delete(Kept);
            throw;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The result of the cell {cell} could not be written into '{sweep}'. It is kept in '{Kept}', and the sweep takes it from there when it is started again: {fault.Message}", fault);
        }

        File.Delete(Kept);
    }
}
