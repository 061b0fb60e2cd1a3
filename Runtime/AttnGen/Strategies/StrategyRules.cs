using System;

namespace AttnGen;

/// <summary>
/// The ranges of a strategy's numbers: each rule says what is wrong with a value, or null. The generator compiles this file too, so that a number is
/// refused by the same rule whether it stands in an attribute or comes at run time.
/// </summary>
internal static class StrategyRules
{
    public static string? LrScale(double value) =>
        value > 0 && IsFinite(value) ? null : FormattableString.Invariant($"LrScale is {value}; it is a factor on the learning rate, positive and finite.");

    public static string? WeightDecay(double value) =>
        double.IsNaN(value) || (value >= 0 && IsFinite(value)) ? null : FormattableString.Invariant($"WeightDecay is {value}; it is zero or more and finite.");

    public static string? Rank(int value) =>
        value >= 1 ? null : FormattableString.Invariant($"Rank is {value}; it is at least 1 and at most the smaller side of the matrix.");

    public static string? Alpha(double value) =>
        value > 0 && IsFinite(value) ? null : FormattableString.Invariant($"Alpha is {value}; the update is multiplied by Alpha / Rank, so it is positive and finite.");

    public static string? Dropout(double value) =>
        value >= 0 && value < 1 ? null : FormattableString.Invariant($"Dropout is {value}; it is a probability from 0 to below 1.");

    public static string? Layers(string? value) => LayerSelection.Parse(value).Problem;

    // double.IsFinite does not exist where the generator runs.
    private static bool IsFinite(double value) => !double.IsNaN(value) && !double.IsInfinity(value);

    public static void Require(string? problem, string? parameter)
    {
        if (problem is not null)
        {
            throw new ArgumentException(problem, parameter);
        }
    }
}
