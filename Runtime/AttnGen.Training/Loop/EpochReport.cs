namespace AttnGen.Training;

/// <summary>The end of an epoch.</summary>
/// <param name="Epoch">The epoch, counted from 0.</param>
/// <param name="Step">After how many steps it ended.</param>
/// <param name="Loss">The mean loss of the examples that this run trained on in it.</param>
public sealed record EpochReport(int Epoch, long Step, double Loss);
