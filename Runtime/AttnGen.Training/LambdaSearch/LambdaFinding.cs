using System.Globalization;

namespace AttnGen.Training;

/// <summary>What a <see cref="LambdaFinder{TModel}"/> found.</summary>
/// <param name="Trials">All that was tried, in order; pairs that went on come up again with more steps, and the last two again from new seeds.</param>
/// <param name="Best">The pair with the lowest mean loss of the last round, as it did from new seeds where its lambda is above 1.</param>
/// <param name="One">The best pair with a lambda of 1 at the same number of steps, from the same seeds.</param>
/// <param name="Gain">How much lower the loss of <paramref name="Best"/> is than that of <paramref name="One"/>, over the seeds from which neither diverged; null where there are none, or both are the same.</param>
public sealed record LambdaFinding(IReadOnlyList<LambdaTrial> Trials, LambdaTrial Best, LambdaTrial One, PairedBootstrap? Gain)
{
    /// <summary>Of fewer seeds no gain is believed.</summary>
    internal const int FewestSeeds = 3;

    /// <summary>
    /// Whether a lambda above 1 helps: none of its runs, at least three, diverged, and its gain is above 0 in every resample of the seeds within the interval; where a lambda of 1 diverged
    /// from every seed there is no gain to ask for. Three seeds agree by chance alone in one case of eight.
    /// </summary>
    public bool Helps => Best.ValueLrScale > 1 && Best.Losses.Count >= FewestSeeds && Diverged(Best) == 0 && (Gain is { } gain ? gain.Low > 0 : Diverged(One) == One.Losses.Count);

    /// <summary>What to take: <see cref="Best"/> where a lambda above 1 helps, otherwise <see cref="One"/>.</summary>
    public LambdaTrial Recommended => Helps ? Best : One;

    /// <summary>The recommendation in a few words with its uncertainty, the same in every culture.</summary>
    public override string ToString()
    {
        if (Diverged(Best) == Best.Losses.Count && Diverged(One) == One.Losses.Count)
        {
            return "Every pair diverged: try lower rates.";
        }

        if (Best == One)
        {
            return $"Lambda above 1 does not help here: the best pair is {Of(One)}.";
        }

        string compared = Gain is { } gain
            ? string.Create(
                CultureInfo.InvariantCulture,
                $" From {gain.Pairs} seeds its loss is {(gain.Mean < 0 ? "higher" : "lower")} by {Math.Abs(gain.Mean):G3} than that of the best lambda of 1, {Of(One)} (gain {gain.Low:G3} to {gain.High:G3}, {Best.Steps} steps).")
            : "";
        string diverged = (Diverged(Best), Diverged(One)) is (var ofBest, var ofOne) && ofBest + ofOne > 0
            ? string.Create(CultureInfo.InvariantCulture, $" {ofBest} of its {Best.Losses.Count} runs and {ofOne} of those with the best lambda of 1 diverged.")
            : "";
        return Helps
            ? $"Lambda above 1 helps: take {Of(Best)}.{compared}{diverged}"
            : $"Lambda above 1 does not help for sure: take {Of(One)}. The search's best was {Of(Best)}.{compared}{diverged}";
    }

    private static int Diverged(LambdaTrial trial) => trial.Losses.Values.Count(double.IsPositiveInfinity);

    private static string Of(LambdaTrial trial) => string.Create(CultureInfo.InvariantCulture, $"lambda {trial.ValueLrScale:G4} at {trial.LearningRate:0.0e-0} (loss {trial.MeanLoss:F4})");
}
