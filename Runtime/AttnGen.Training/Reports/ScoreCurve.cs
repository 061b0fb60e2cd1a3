namespace AttnGen.Training;

/// <summary>The mean score of a row's runs by step.</summary>
/// <param name="Label">The row's label.</param>
/// <param name="Points">The steps that all of its runs were evaluated at, ascending, and the means; NaN where the metric was undefined. Empty without runs.</param>
/// <param name="Runs">How many runs the means are of.</param>
/// <param name="Diverged">How many diverged and are left out.</param>
internal sealed record ScoreCurve(string Label, IReadOnlyList<(long Step, double Mean)> Points, int Runs, int Diverged)
{
    /// <summary>The mean at the last step; null without one.</summary>
    public double? Final => Points is [.., var last] && double.IsFinite(last.Mean) ? last.Mean : null;

    /// <summary>How far apart two means of the same shares can come out, which are summed in different orders.</summary>
    private const double Rounding = 1e-12;

    /// <summary>The first step at which the mean was at least this; null where it never was.</summary>
    public long? StepsTo(double score) => Points.Where(point => point.Mean >= score - Rounding).Select(point => (long?)point.Step).FirstOrDefault();

    /// <summary>The means at steps; null where there is none.</summary>
    public IEnumerable<double?> At(IEnumerable<long> steps)
    {
        Dictionary<long, double> means = Points.Where(point => double.IsFinite(point.Mean)).ToDictionary(point => point.Step, point => point.Mean);
        return steps.Select(step => means.TryGetValue(step, out double mean) ? mean : (double?)null);
    }

    /// <summary>Averages a row's runs.</summary>
    /// <param name="where">Where they stand in the report, for messages.</param>
    /// <param name="label">The row's label.</param>
    /// <param name="results">Its runs of one task.</param>
    /// <param name="metric">The metric of a task.</param>
    /// <exception cref="InvalidDataException">An evaluation lacks the metric, or a seed is there twice.</exception>
    public static ScoreCurve Of(string where, string label, IEnumerable<SweepResult> results, Func<string, string> metric)
    {
        SweepResult[] runs = [.. SeedScores.OncePerSeed($"{where}, '{label}'", results)];
        Dictionary<long, double>[] curves =
        [
            .. runs.Where(run => run.Status == SweepStatus.Finished && run.Evaluations.Count > 0).Select(run => BySteps(run, metric)),
        ];
        IEnumerable<long> steps = curves.Length == 0 ? [] : curves.Select(curve => curve.Keys.AsEnumerable()).Aggregate((all, more) => all.Intersect(more)).Order();
        return new ScoreCurve(label, [.. steps.Select(step => (step, curves.Average(curve => curve[step])))], curves.Length, runs.Count(run => run.Status == SweepStatus.Diverged));
    }

    /// <summary>A run that was interrupted may have evaluated at a step twice; the later one counts.</summary>
    private static Dictionary<long, double> BySteps(SweepResult run, Func<string, string> metric) =>
        run.Evaluations.GroupBy(evaluation => evaluation.Step).ToDictionary(same => same.Key, same => ReportedMetric.Of(run, same.Last(), metric));
}
