using System.Globalization;

namespace AttnGen.Training;

/// <summary>What a <see cref="LambdaFinder{TModel}"/> found.</summary>
/// <param name="Trials">All that was tried, in order; pairs that went on come up again with more steps, and the last two again from new seeds.</param>
/// <param name="Best">The pair with the lowest mean loss of the last round, as it did from new seeds where its lambda is above 1.</param>
/// <param name="One">The best pair with a lambda of 1 at the same number of steps, from the same seeds.</param>
/// <param name="Gain">How much lower the loss of <paramref name="Best"/> is than that of <paramref name="One"/>, over the seeds; null where they are the same, or a run of either diverged.</param>
public sealed record LambdaFinding(IReadOnlyList<LambdaTrial> Trials, LambdaTrial Best, LambdaTrial One, PairedBootstrap? Gain)
{
    /// <summary>Of fewer seeds no gain is believed.</summary>
    internal const int FewestSeeds = 3;

    /// <summary>
    /// Whether a lambda above 1 helps: its gain is above 0 in every resample of at least three seeds within the interval, or each lambda of 1 diverged. Three seeds agree
    /// by chance alone in one case of eight.
    /// </summary>
    public bool Helps => Best.ValueLrScale > 1 && double.IsFinite(Best.MeanLoss) && (Gain is { Low: > 0, Pairs: >= FewestSeeds } || double.IsPositiveInfinity(One.MeanLoss));

    /// <summary>What to take: <see cref="Best"/> where a lambda above 1 helps, otherwise <see cref="One"/>.</summary>
    public LambdaTrial Recommended => Helps ? Best : One;

    /// <summary>The recommendation in a few words with its uncertainty, the same in every culture.</summary>
    public override string ToString()
    {
        if (double.IsPositiveInfinity(Best.MeanLoss) && double.IsPositiveInfinity(One.MeanLoss))
        {
            return "Every pair diverged: try lower rates.";
        }

        string compared = Gain is { } gain
            ? string.Create(CultureInfo.InvariantCulture, $" From {gain.Pairs} seeds its loss is lower by {gain.Mean:G3} than that of the best lambda of 1, {Of(One)} ({gain.Low:G3} to {gain.High:G3}, {Best.Steps} steps).")
            : double.IsPositiveInfinity(One.MeanLoss) ? " Every lambda of 1 diverged." : double.IsPositiveInfinity(Best.MeanLoss) ? " It diverged from a new seed." : "";
        return Helps
            ? $"Lambda above 1 helps: take {Of(Best)}.{compared}"
            : Best == One ? $"Lambda above 1 does not help here: the best pair is {Of(One)}." : $"Lambda above 1 does not help for sure: take {Of(One)}. The search's best was {Of(Best)}.{compared}";
    }

    private static string Of(LambdaTrial trial) => string.Create(CultureInfo.InvariantCulture, $"lambda {trial.ValueLrScale:G4} at {trial.LearningRate:0.0e-0} (loss {trial.MeanLoss:F4})");
}
