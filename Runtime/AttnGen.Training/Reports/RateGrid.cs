using System.Globalization;

namespace AttnGen.Training;

/// <summary>Scores by the base rate and V's rate.</summary>
/// <param name="BaseRates">The base rates, ascending.</param>
/// <param name="ValueRates">V's rates, ascending.</param>
/// <param name="Cells">The scores by their places in the two lists.</param>
internal sealed record RateGrid(IReadOnlyList<double> BaseRates, IReadOnlyList<double> ValueRates, IReadOnlyDictionary<(int Base, int Value), SeedScores> Cells)
{
    private static readonly SeedScores None = new(new Dictionary<long, double>(), 0, 0);

    /// <summary>The scores of a cell; none where it was not run.</summary>
    public SeedScores this[int baseRate, int valueRate] => Cells.GetValueOrDefault((baseRate, valueRate), None);

    /// <summary>The place of the highest mean of the cells of which every run has a score, the lowest rates first; null where there is none.</summary>
    public (int Base, int Value)? Best =>
        Cells.Where(cell => cell.Value.IsWhole).OrderByDescending(cell => cell.Value.Mean).ThenBy(cell => cell.Key).Select(cell => ((int, int)?)cell.Key).FirstOrDefault();

    /// <summary>Lays out runs.</summary>
    /// <param name="where">Where they stand in the report, for messages.</param>
    /// <param name="results">The runs of one task.</param>
    /// <param name="metric">The metric of a task.</param>
    /// <exception cref="InvalidDataException">A run does not tune V, or at several rates, or lacks the metric, or a cell has a seed twice.</exception>
    public static RateGrid Of(string where, IReadOnlyList<SweepResult> results, Func<string, string> metric)
    {
        if (results.FirstOrDefault(result => !result.Targets.Contains('V', StringComparison.Ordinal)) is { } without)
        {
            throw new InvalidDataException($"{where}: {ReportedMetric.Describe(without)} does not tune V, whose rate is an axis of the heat map. Leave it out.");
        }

        if (results.FirstOrDefault(result => result.ValueLrScale is null) is { } several)
        {
            throw new InvalidDataException($"{where}: {ReportedMetric.Describe(several)} tunes V at several rates, and the heat map has one axis for it. Leave it out.");
        }

        double[] baseRates = Rates(results.Select(BaseRate));
        double[] valueRates = Rates(results.Select(ValueRate));
        return new RateGrid(
            baseRates,
            valueRates,
            results.GroupBy(result => (Array.IndexOf(baseRates, BaseRate(result)), Array.IndexOf(valueRates, ValueRate(result))))
                .ToDictionary(cell => cell.Key, cell => SeedScores.Of(where, cell, metric)));
    }

    private static double[] Rates(IEnumerable<double> rates) => [.. rates.Distinct().Order()];

    private static double BaseRate(SweepResult result) => Rounded(result.LearningRate);

    private static double ValueRate(SweepResult result) => Rounded(result.LearningRate * result.ValueLrScale!.Value);

    /// <summary>Six digits: 8 * 5e-5 and 4 * 1e-4 are one rate, though not one number.</summary>
    private static double Rounded(double rate) => double.Parse(rate.ToString("E5", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
