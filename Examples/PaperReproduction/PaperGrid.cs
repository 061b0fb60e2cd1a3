using System.Globalization;
using AttnGen;
using AttnGen.Training;

namespace PaperReproduction;

/// <summary>Which cells there are.</summary>
internal sealed class PaperGrid
{
    /// <summary>The seed by which rates are chosen, and of the heat maps.</summary>
    private const long FirstSeed = 1;

    private const Matrix QueryValue = Matrix.Q | Matrix.V;
    private const Matrix Every = Matrix.Q | Matrix.K | Matrix.V;

    private static readonly long[] Seeds = [1, 2, 3];
    private static readonly double[] AdapterRates = [3e-4, 1e-3, 3e-3];
    private static readonly double[] FullRates = [3e-5, 1e-4, 3e-4];

    /// <summary>What a rate is followed by where the best of those that were tried is at an edge.</summary>
    private static readonly double[] Ladder = [3e-6, 1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2];
    private static readonly Matrix[] AllSubsets = [Matrix.Q, Matrix.K, Matrix.V, Matrix.Q | Matrix.K, QueryValue, Matrix.K | Matrix.V, Every];

    private readonly IReadOnlyDictionary<PaperStage, PaperMap> maps;

    private PaperGrid(IReadOnlyList<PaperStrategy> subsets, IReadOnlyList<PaperStrategy> methods, IReadOnlyDictionary<PaperStage, PaperMap> maps) =>
        (Subsets, Methods, Strategies, this.maps) = (subsets, methods, [.. subsets.Union(methods)], maps);

    /// <summary>
    /// What is run here. Beside the rows of Table 2 there are Q and V with lambda 1 and all three with lambda 4, which the paper has not, so that freezing K and raising V's rate are no
    /// longer one change.
    /// </summary>
    public static PaperGrid Here { get; } = new(
        [.. AllSubsets.Select(targets => new PaperStrategy(targets, PaperSettings.Lora(8)))],
        [
            new(Every, PaperSettings.Lora(8)),
            new(Every, PaperSettings.Lora(8), 4),
            .. OnQueryValue(new FullTuning(), PaperSettings.Lora(8), PaperSettings.Dora(8)),
        ],
        new Dictionary<PaperStage, PaperMap>
        {
            [PaperStage.HeatMap] = new(Every, PaperSettings.Lora(8), [1e-4, 3e-4, 1e-3, 3e-3, 1e-2], [1e-4, 3e-4, 1e-3, 3e-3, 1e-2]),
            [PaperStage.FrozenKeyMap] = new(QueryValue, PaperSettings.Lora(8), [1e-4, 3e-4, 1e-3, 3e-3, 1e-2], [1e-4, 3e-4, 1e-3, 3e-3, 1e-2]),
        });

    /// <summary>The paper's size: its ranks and methods too, and its rates of the heat maps. Base rates are chosen all the same.</summary>
    public static PaperGrid Paper { get; } = new(
        [.. from rank in new[] { 4, 8, 16 } from targets in AllSubsets select new PaperStrategy(targets, PaperSettings.Lora(rank))],
        [
            new(Every, new FullTuning()),
            .. from method in Adapters() select new PaperStrategy(Every, method),
            new(Every, PaperSettings.Lora(8), 4),
            .. OnQueryValue([new FullTuning(), .. Adapters()]),
        ],
        new Dictionary<PaperStage, PaperMap>
        {
            [PaperStage.HeatMap] = new(Every, PaperSettings.Lora(8), [2e-5, 5e-5, 1e-4, 2e-4, 4e-4, 8e-4], [1e-4, 2e-4, 4e-4, 8e-4, 1e-3, 2e-3]),
            [PaperStage.FrozenKeyMap] = new(QueryValue, new LoraTuning(16, 16, PaperSettings.Dropout), [1e-6, 5e-6, 1e-5, 5e-5, 1e-4], [1e-6, 5e-6, 1e-5, 5e-5, 1e-4, 2e-4, 4e-4]),
        });

    /// <summary>The rows of Table 1: the seven subsets by LoRA.</summary>
    public IReadOnlyList<PaperStrategy> Subsets { get; }

    /// <summary>The rows of Table 2: methods by lambda.</summary>
    public IReadOnlyList<PaperStrategy> Methods { get; }

    /// <summary>The rows of both tables; those that are in both once.</summary>
    public IReadOnlyList<PaperStrategy> Strategies { get; }

    /// <summary>How many cells the tables of a task have.</summary>
    public int TablesCount => Strategies.Count * Seeds.Length;

    public static PaperGrid Of(bool full) => full ? Paper : Here;

    /// <summary>
    /// The cells by which each strategy's base rate is chosen: three rates, one seed; and where the best is at an edge of those that were tried, the next one beyond, until it is not;
    /// where all diverged, the next lower one; where none learned anything, the next one beyond the lowest training loss. A strategy with its rate at the edge is not tuned, and would lose to
    /// one that is.
    /// </summary>
    /// <param name="task">The task.</param>
    /// <param name="results">What was tried so far, by which the list grows; results of other cells are passed over.</param>
    public IReadOnlyList<PaperCell> Rates(PaperTask task, IReadOnlyList<SweepResult> results)
    {
        Dictionary<string, SweepResult> known = results.ToDictionary(result => result.Id, StringComparer.Ordinal);
        return [.. Strategies.SelectMany(strategy => Rates(task, strategy, known))];
    }

    /// <summary>Whether every rate of a strategy was tried that has to be, so that one of them can be called chosen.</summary>
    public static bool AreRatesTried(PaperTask task, PaperStrategy strategy, IReadOnlyList<SweepResult> results)
    {
        Dictionary<string, SweepResult> known = results.ToDictionary(result => result.Id, StringComparer.Ordinal);
        return Rates(task, strategy, known).All(cell => known.ContainsKey(cell.ToCell().Id));
    }

    /// <summary>The cells of the tables: three seeds at the chosen rates, seed by seed, so that a part of them already compares every strategy.</summary>
    public IReadOnlyList<PaperCell> Tables(PaperTask task, IReadOnlyList<SweepResult> rates)
    {
        Dictionary<string, SweepResult> known = rates.ToDictionary(result => result.Id, StringComparer.Ordinal);
        List<(PaperStrategy Strategy, double Rate)> chosen = [.. Strategies.Select(strategy => (strategy, ChosenRate(task, strategy, known)))];
        return [.. from seed in Seeds from pair in chosen select new PaperCell(task, PaperStage.Tables, pair.Strategy, pair.Rate, seed)];
    }

    /// <summary>The cells of Figure 1 or 2: the rate of Q, and of K where it is tuned, by the rate of V.</summary>
    public IReadOnlyList<PaperCell> HeatMap(PaperTask task, PaperStage stage) =>
    [
        .. from rate in maps[stage].BaseRates
           from value in maps[stage].ValueRates
           select new PaperCell(task, stage, new PaperStrategy(maps[stage].Targets, maps[stage].Method, Ratio(value, rate)), rate, FirstSeed),
    ];

    private static IEnumerable<LowRankTuning> Adapters() => [PaperSettings.Lora(8), PaperSettings.Lora(16), PaperSettings.Dora(8), PaperSettings.Dora(16)];

    private static IEnumerable<PaperStrategy> OnQueryValue(params IEnumerable<TuningMethod> methods) =>
        from method in methods from lambda in new double[] { 1, 2, 4, 8 } select new PaperStrategy(QueryValue, method, lambda);

    /// <summary>In nine digits, which name it well, and give the rate of V back to more digits than a heat map tells apart.</summary>
    private static double Ratio(double value, double rate) => double.Parse((value / rate).ToString("G9", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>The best of the rates that were tried; the lowest where every run diverged, down to the ladder's end.</summary>
    private static double ChosenRate(PaperTask task, PaperStrategy strategy, Dictionary<string, SweepResult> known)
    {
        List<SweepResult> tried = [.. Rates(task, strategy, known).Select(cell => known[cell.ToCell().Id])];
        return RateChoice.Of(tried, _ => task.Task.Reported).Chosen ?? tried.Min(result => result.LearningRate);
    }

    private static IReadOnlyList<PaperCell> Rates(PaperTask task, PaperStrategy strategy, Dictionary<string, SweepResult> known)
    {
        List<double> rates = [.. strategy.Method is FullTuning ? FullRates : AdapterRates];
        while (true)
        {
            List<PaperCell> cells = [.. rates.Select(rate => new PaperCell(task, PaperStage.Rates, strategy, rate, FirstSeed))];
            List<SweepResult> tried = [.. cells.Select(cell => known.GetValueOrDefault(cell.ToCell().Id)).OfType<SweepResult>()];
            if (tried.Count < cells.Count || Next(rates, RateChoice.Of(tried, _ => task.Task.Reported)) is not { } next)
            {
                return cells;
            }

            rates.Insert(next < rates[0] ? 0 : rates.Count, next);
        }
    }

    /// <summary>The rate that is to be tried after others, or null where they tell enough.</summary>
    private static double? Next(List<double> rates, RateChoice choice) => choice switch
    {
        { Chosen: null } => Beyond(rates[0], lower: true),
        { IsAtEdge: true, Chosen: { } edge } => Beyond(edge, edge == rates[0]),
        _ => null,
    };

    /// <summary>The next lower or higher rate, or null at the ladder's end.</summary>
    private static double? Beyond(double rate, bool lower)
    {
        int place = Array.IndexOf(Ladder, rate) + (lower ? -1 : 1);
        return place >= 0 && place < Ladder.Length ? Ladder[place] : null;
    }
}
