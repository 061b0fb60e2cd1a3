namespace PaperReproduction.Cost;

/// <summary>How many times as long one strategy's step takes as another's beside it: what slows both for a while changes it little.</summary>
/// <param name="Median">The median of the rounds' quotients.</param>
/// <param name="LowerQuartile">A quarter of them is below.</param>
/// <param name="UpperQuartile">A quarter of them is above.</param>
internal sealed record TimeRatio(double Median, double LowerQuartile, double UpperQuartile)
{
    /// <param name="ones">Seconds of one's steps, by round.</param>
    /// <param name="others">Seconds of the other's, by round.</param>
    public static TimeRatio Of(IReadOnlyList<double> ones, IReadOnlyList<double> others)
    {
        double[] ratios = [.. ones.Zip(others, (one, other) => one / other).Order()];
        return new TimeRatio(ratios[ratios.Length / 2], ratios[ratios.Length / 4], ratios[ratios.Length * 3 / 4]);
    }
}
