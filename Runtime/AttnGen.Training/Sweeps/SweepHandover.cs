namespace AttnGen.Training;

/// <summary>How the result of a cell that ran in a process of its own comes into the sweep's file: it is there before its own file is removed.</summary>
/// <param name="sweep">The sweep's file.</param>
/// <param name="cell">The cell.</param>
internal sealed class SweepHandover(string sweep, SweepCell cell)
{
    /// <summary>What the process writes. What a killed sweep left there is of no use: it may be of another build.</summary>
    public string Path { get; } = $"{sweep}.{cell.Id}";

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

    /// <summary>Adds what an earlier sweep had and could not write; where the cell has a result since, it is of no use.</summary>
    /// <exception cref="InvalidDataException">It is none of the cell's, or was made with other settings; it stays, and the message names it.</exception>
    public void TakeUp(SweepLedger ledger)
    {
        if (!File.Exists(Kept))
        {
            return;
        }

        if (!ledger.Has(cell))
        {
            try
            {
                ledger.Add(cell, SweepResult.FromJson(File.ReadAllText(Kept)));
            }
            catch (InvalidDataException problem)
            {
                throw new InvalidDataException($"'{Kept}', which an earlier sweep kept, cannot be taken up: {problem.Message} Remove it to run the cell again.", problem);
            }
        }

        File.Delete(Kept);
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
