using System.Globalization;

namespace AttnGen.Benchmarks.Speed;

/// <summary>A row of the table: one target of a case, with some number of threads, over all processes.</summary>
internal sealed record SpeedRow(SpeedTarget Target, string Unit, string Threads, Spread Variant, Spread Against, Spread Ratio)
{
    public static readonly IReadOnlyList<string> Heading = ["What", "Threads", "Measured", "Against", "Ratio (quartiles)", "Target", "Holds"];

    /// <summary>The rows of a case that its runs have numbers for.</summary>
    public static IEnumerable<SpeedRow> Of(ISpeedCase measured, IReadOnlyList<SpeedRun> runs) =>
        from target in measured.Targets
        from alike in runs.Where(run => run.Case == measured.Name && run.Variants.ContainsKey(target.Variant) && run.Variants.ContainsKey(target.Against)).GroupBy(run => run.Threads)
        select new SpeedRow(
            target, measured.Unit, measured.DependsOnThreads ? alike.Key.ToString(CultureInfo.InvariantCulture) : "",
            Spread.Of(alike.Select(run => run.Variants[target.Variant].Median)), Spread.Of(alike.Select(run => run.Variants[target.Against].Median)),
            Spread.Of(alike.Select(run => target.Ratio(run.Variants[target.Variant].Median, run.Variants[target.Against].Median))));

    public IReadOnlyList<string> Cells() =>
    [
        Target.What, Threads, $"{Number(Variant.Median)} {Unit}", $"{Number(Against.Median)} {Unit}", $"{Number(Ratio.Median)} ({Number(Ratio.Lower)} to {Number(Ratio.Upper)})",
        Target.Bound is { } bound ? $"{(Target.Direction == SpeedDirection.TimesFaster ? "at least" : "at most")} {Number(bound)}" : "",
        Target.Holds(Ratio.Median) switch { true => "yes", false => "**no**", null => "" },
    ];

    /// <summary>Three digits.</summary>
    private static string Number(double value) => Math.Abs(value) switch
    {
        >= 100 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        >= 0.095 or 0 => value.ToString("0.00", CultureInfo.InvariantCulture),
        _ => value.ToString("0.0000", CultureInfo.InvariantCulture),
    };
}
