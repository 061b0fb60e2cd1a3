using System.Diagnostics;

namespace AttnGen.Training;

/// <summary>What a process that a sweep started for a cell does.</summary>
public static class SweepProcess
{
    /// <summary>
    /// Ends this process, without a word, when the sweep that started it has ended in whatever way: one that was killed would otherwise leave processes behind that go on training.
    /// Called first in a process that <see cref="Sweep.RunAsync"/> started; the sweep holds its standard input open.
    /// </summary>
    public static void EndWithSweep() => new Thread(static () =>
    {
        using Stream input = Console.OpenStandardInput();
        while (input.ReadByte() >= 0)
        {
        }

        // Not by an exit: that takes libtorch apart under the thread that trains, which then ends by a fault, with a core file of all memory where those are written.
        using Process own = Process.GetCurrentProcess();
        own.Kill();
    }) { IsBackground = true, Name = "AttnGen sweep watch" }.Start();
}
