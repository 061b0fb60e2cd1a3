using System.Globalization;

namespace AttnGen.Benchmarks.Speed;

/// <summary>A row of the table: one target of a case, with some number of threads, over all processes.</summary>
internal sealed record SpeedRow(SpeedTarget Target, string Unit, string Threads, Spread Variant, Spread Against, Spread Ratio)
{
    /// <summary>How the cell of a target begins that the numbers miss.</summary>
    public const string Missed = "**missed**";

    public static readonly IReadOnlyList<string> Heading = ["What", "Threads", "Measured", "Against", "Ratio (quartiles)", "Target", "Holds"];

    /// <summary>The cells of a target that no run has numbers for.</summary>
    public static IReadOnlyList<string> NotMeasured(SpeedTarget target) => [target.What, "", "not measured", "", "", Demand(target), ""];

    /// <summary>A row for each number of threads that the runs have numbers for.</summary>
    public static IEnumerable<SpeedRow> Of(ISpeedCase measured, SpeedTarget target, IReadOnlyList<SpeedRun> runs) =>
        from alike in runs.Where(run => run.Case == measured.Name && run.Variants.ContainsKey(target.Variant) && run.Variants.ContainsKey(target.Against)).GroupBy(run => run.Threads)
        select new SpeedRow(
            target, measured.Unit, measured.DependsOnThreads ? alike.Key.ToString(CultureInfo.InvariantCulture) : "",
            Spread.Of(alike.Select(run => run.Variants[target.Variant].Median)), Spread.Of(alike.Select(run => run.Variants[target.Against].Median)),
            Spread.Of(alike.Select(run => target.Ratio(run.Variants[target.Variant].Median, run.Variants[target.Against].Median))));

    public IReadOnlyList<string> Cells() =>
    [
        Target.What, Threads, $"{Number(Variant.Median)} {Unit}", $"{Number(Against.Median)} {Unit}", $"{Number(Ratio.Median)} ({Number(Ratio.Lower)} to {Number(Ratio.Upper)})",
        Demand(Target), Target.Holds(Ratio.Median) switch { true => "yes", false => $"{Missed}: {Number(Ratio.Median)}", null => "" },
    ];

    private static string Demand(SpeedTarget target) =>
        target.Bound is { } bound ? $"{(target.Direction == SpeedDirection.TimesFaster ? "at least" : "at most")} {Number(bound)}" : "";

    /// <summary>Three digits.</summary>
    private static string Number(double value) => Math.Abs(value) switch
    {
        >= 100 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        >= 0.095 or 0 => value.ToString("0.00", CultureInfo.InvariantCulture),
        _ => value.ToString("0.0000", CultureInfo.InvariantCulture),
    };
}
