namespace AttnGen.Tests.Shared;

/// <summary>What became of runs that were ended at random moments.</summary>
/// <param name="Kills">How often a process was ended.</param>
/// <param name="Runs">How many runs these were, each resumed until it was complete.</param>
/// <param name="Identical">Those of them whose trained weights are the uninterrupted run's, bit for bit.</param>
/// <param name="InWriting">The kills that left a half-written state.</param>
/// <param name="WithState">The kills after which there was a state to go on from.</param>
/// <param name="BeforeTheHost">Signals that came before the host listened, and ended the process at once.</param>
/// <param name="Leftovers">Half-written states that were still there when a run was complete.</param>
/// <param name="SlowestEnd">The longest time from a signal to the end of its process, in seconds.</param>
internal sealed record KillCounts(int Kills, int Runs, int Identical, int InWriting, int WithState, int BeforeTheHost, int Leftovers, double SlowestEnd);
