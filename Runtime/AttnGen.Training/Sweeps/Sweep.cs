using System.Diagnostics;
using System.Text.Json.Nodes;

namespace AttnGen.Training;

/// <summary>
/// Runs the cells of a grid, in order or over several processes, and keeps what each gave in a result file. What is in the file is not run again: a sweep that was
/// interrupted, in whatever way, goes on, and its file ends as if it had not been. One sweep at a time writes a file.
/// </summary>
public sealed class Sweep
{
    private readonly string file;
    private readonly IReadOnlyList<SweepCell> cells;
    private readonly IProgress<SweepProgress>? progress;

    /// <summary>Makes a sweep; <see cref="Run"/> or <see cref="RunAsync"/> runs it.</summary>
    /// <param name="file">The result file; its directory is made if it is not there.</param>
    /// <param name="cells">The cells, in the order in which they are run and written.</param>
    /// <param name="progress">Is told after each cell, on the thread that ran it.</param>
    /// <exception cref="ArgumentException">There is no cell, or one is there twice.</exception>
    public Sweep(string file, IReadOnlyList<SweepCell> cells, IProgress<SweepProgress>? progress = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        ArgumentNullException.ThrowIfNull(cells);
        if (cells.Count == 0)
        {
            throw new ArgumentException("The sweep has no cells.", nameof(cells));
        }

        if (cells.GroupBy(cell => cell.Id, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"The sweep has a cell twice: {twice.First()}.", nameof(cells));
        }

        (this.file, this.cells, this.progress) = (file, cells, progress);
    }

    /// <summary>
    /// What a cell is run with now, as its result says it (<see cref="SweepResult.Settings"/>): sizes, data, whatever is no part of a cell's name and decides what it gives.
    /// A result that the file has of one of the sweep's cells and that was made with something else is refused before anything is run; of other lines of the file nothing is known here. Null, the default, compares nothing.
    /// </summary>
    public Func<SweepCell, JsonObject>? Settings { get; init; }

    /// <summary>Runs what is not yet in the file, one cell after the other, on this thread.</summary>
    /// <param name="run">Runs a cell: trains, evaluates, and gives <see cref="SweepRecorder.Result"/>. Its exceptions end the sweep; what was done remains.</param>
    /// <param name="cancellation">Ends the sweep; the cell that runs is lost, whatever it gives.</param>
    /// <returns>The results in the cells' order.</returns>
    /// <exception cref="InvalidDataException">The file has a line that is no result, or one that other settings gave, or a cell gave another's result.</exception>
    /// <exception cref="IOException">The file cannot be written, or another sweep writes it.</exception>
    /// <exception cref="OperationCanceledException">The sweep was cancelled.</exception>
    public IReadOnlyList<SweepResult> Run(Func<SweepCell, CancellationToken, SweepResult> run, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        using StateLock locked = TakeLock();
        SweepLedger ledger = NewLedger(processes: 1);
        foreach (SweepCell cell in ledger.Pending())
        {
            cancellation.ThrowIfCancellationRequested();
            SweepResult result = run(cell, cancellation);
            // Of a cell that was cancelled it cannot be told whether it ran to its end.
            cancellation.ThrowIfCancellationRequested();
            ledger.Add(cell, result);
        }

        return ledger.Results();
    }

    /// <summary>Runs what is not yet in the file, each cell in a process of its own, several at a time.</summary>
    /// <param name="worker">
    /// How to start the process for a cell: it gets the cell and the file into which the process writes its result by <see cref="SweepResult.Save"/>.
    /// Its output is the sweep's; its input stays open as long as the sweep runs, which <see cref="SweepProcess.EndWithSweep"/> watches.
    /// </param>
    /// <param name="processes">How many run at a time; at least 1.</param>
    /// <param name="cancellation">Ends the sweep, and its processes; the cells that run are lost.</param>
    /// <returns>The results in the cells' order.</returns>
    /// <exception cref="SweepException">A process ended without a result. The others were ended too; what was done remains.</exception>
    /// <exception cref="InvalidDataException">The file has a line that is no result, or one that other settings gave, or a process gave something else.</exception>
    /// <exception cref="IOException">The file cannot be written, or another sweep writes it. A result that could not be written is kept beside it, and the next sweep takes it from there.</exception>
    /// <exception cref="OperationCanceledException">The sweep was cancelled.</exception>
    public async Task<IReadOnlyList<SweepResult>> RunAsync(Func<SweepCell, string, ProcessStartInfo> worker, int processes, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(worker);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(processes);
        using StateLock locked = TakeLock();
        SweepLedger ledger = NewLedger(processes);
        await Parallel.ForEachAsync(ledger.Pending(), new ParallelOptions { MaxDegreeOfParallelism = processes, CancellationToken = cancellation }, async (cell, token) =>
        {
            SweepHandover handover = new(file, cell);
            await SweepWorker.RunAsync(cell, worker, handover.Path, token).ConfigureAwait(false);
            // A process can be told to stop by what cancelled the sweep, and give half a result.
            handover.KeepUnless(cancellation);
            handover.Add(ledger);
        }).ConfigureAwait(false);
        return ledger.Results();
    }

    /// <summary>With what an earlier sweep had and could not write.</summary>
    private SweepLedger NewLedger(int processes)
    {
        SweepLedger ledger = new(file, cells, processes, progress, Settings);
        foreach (SweepCell cell in cells)
        {
            new SweepHandover(file, cell).TakeUp(ledger);
        }

        return ledger;
    }

    private StateLock TakeLock()
    {
        // What is trained for minutes would find no place to be written to.
        if (Directory.Exists(file))
        {
            throw new IOException($"'{file}' is a directory. Name the result file in it: cells.jsonl.");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        return StateLock.Take(file, "sweep", "results");
    }
}
