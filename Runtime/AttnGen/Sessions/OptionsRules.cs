using System;

namespace AttnGen;

/// <summary>The ranges of a session's options: each rule says what is wrong with a value, or null. The generator compiles this file too.</summary>
internal static class OptionsRules
{
    public static string? LearningRate(double value) => Range(value > 0 && IsFinite(value), "LearningRate", value, "positive and finite");

    public static string? WeightDecay(double value) => Range(value >= 0 && IsFinite(value), "WeightDecay", value, "zero or more and finite");

    public static string? Beta(string name, double value) => Range(value >= 0 && value < 1, name, value, "from 0 to below 1");

    public static string? Epsilon(double value) => Range(value > 0 && IsFinite(value), "Epsilon", value, "positive and finite");

    public static string? MaxGradientNorm(double value) => Range(value > 0 && IsFinite(value), "MaxGradientNorm", value, "positive and finite, or null for no clipping");

    public static string? MaxWeightCopyBytes(long value) => value >= 0 ? null : FormattableString.Invariant($"MaxWeightCopyBytes is {value}; it must be zero or more, and 0 is for no copies.");

    public static string? Total(long value) => value >= 1 ? null : FormattableString.Invariant($"The schedule's total is {value}; it is the number of updates of the run, at least 1.");

    public static string? WarmUp(long value) => value >= 0 ? null : FormattableString.Invariant($"The warm-up is {value}; it is a number of updates, zero or more.");

    private static string? Range(bool holds, string name, double value, string range) =>
        holds ? null : FormattableString.Invariant($"{name} is {value}; it must be {range}.");

    // double.IsFinite does not exist where the generator runs.
    private static bool IsFinite(double value) => !double.IsNaN(value) && !double.IsInfinity(value);
}
