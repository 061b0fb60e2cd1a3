using System.Globalization;
using AttnGen;
using AttnGen.Training;

namespace PaperReproduction;

/// <summary>Which cells there are.</summary>
internal static class PaperGrid
{
    /// <summary>The seed by which rates are chosen.</summary>
    private const long RateSeed = 1;

    private static readonly long[] Seeds = [1, 2, 3];
    private static readonly double[] AdapterRates = [3e-4, 1e-3, 3e-3];
    private static readonly double[] FullRates = [3e-5, 1e-4, 3e-4];
    private static readonly double[] HeatMapRates = [1e-4, 3e-4, 1e-3, 3e-3, 1e-2];

    private const Matrix QueryValue = Matrix.Q | Matrix.V;
    private const Matrix Every = Matrix.Q | Matrix.K | Matrix.V;

    /// <summary>The rows of Table 1: the seven subsets by LoRA.</summary>
    public static IReadOnlyList<PaperStrategy> Subsets { get; } =
        [.. new[] { Matrix.Q, Matrix.K, Matrix.V, Matrix.Q | Matrix.K, QueryValue, Matrix.K | Matrix.V, Every }.Select(targets => new PaperStrategy(targets, PaperSettings.Lora(8)))];

    /// <summary>
    /// The rows of Table 2: three methods on Q and V by lambda, and LoRA on all three at lambda 1 and 4. With lambda 1 on Q and V and lambda 4 on all three, which the paper has not,
    /// freezing K and raising V's rate are no longer one change.
    /// </summary>
    public static IReadOnlyList<PaperStrategy> Methods { get; } =
    [
        new(Every, PaperSettings.Lora(8)),
        new(Every, PaperSettings.Lora(8), 4),
        .. from method in new TuningMethod[] { new FullTuning(), PaperSettings.Lora(8), PaperSettings.Dora(8) }
           from lambda in new double[] { 1, 2, 4, 8 }
           select new PaperStrategy(QueryValue, method, lambda),
    ];

    /// <summary>The rows of both tables; those that are in both once.</summary>
    public static IReadOnlyList<PaperStrategy> Strategies { get; } = [.. Subsets.Union(Methods)];

    /// <summary>How many cells the tables of a task have.</summary>
    public static int TablesCount => Strategies.Count * Seeds.Length;

    /// <summary>The cells by which each strategy's base rate is chosen: three rates, one seed.</summary>
    public static IReadOnlyList<PaperCell> Rates(PaperTask task) =>
    [
        .. from strategy in Strategies
           from rate in strategy.Method is FullTuning ? FullRates : AdapterRates
           select new PaperCell(task, PaperStage.Rates, strategy, rate, RateSeed),
    ];

    /// <summary>The cells of the tables: three seeds at the chosen rates, seed by seed, so that a part of them already compares every strategy.</summary>
    public static IReadOnlyList<PaperCell> Tables(PaperTask task, IReadOnlyList<SweepResult> rates)
    {
        List<(PaperStrategy Strategy, double Rate)> chosen = [.. Strategies.Select(strategy => (strategy, ChosenRate(task, strategy, rates)))];
        return [.. from seed in Seeds from pair in chosen select new PaperCell(task, PaperStage.Tables, pair.Strategy, pair.Rate, seed)];
    }

    /// <summary>The cells of Figure 1: LoRA on all three, the rate of Q and K by the rate of V.</summary>
    public static IReadOnlyList<PaperCell> HeatMap(PaperTask task) =>
    [
        .. from rate in HeatMapRates
           from value in HeatMapRates
           select new PaperCell(task, PaperStage.HeatMap, new PaperStrategy(Every, PaperSettings.Lora(8), Ratio(value, rate)), rate, RateSeed),
    ];

    /// <summary>In nine digits, which name it well, and give the rate of V back to more digits than a heat map tells apart.</summary>
    private static double Ratio(double value, double rate) => double.Parse((value / rate).ToString("G9", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>The best of the rates that were tried; the lowest where every run diverged, which has the best chance.</summary>
    private static double ChosenRate(PaperTask task, PaperStrategy strategy, IReadOnlyList<SweepResult> rates)
    {
        HashSet<string> ids = [.. Rates(task).Where(cell => cell.Strategy == strategy).Select(cell => cell.ToCell().Id)];
        List<SweepResult> tried = [.. rates.Where(result => ids.Contains(result.Id))];
        return RateChoice.Of(tried, _ => task.Task.Reported).Chosen ?? tried.Min(result => result.LearningRate);
    }
}
