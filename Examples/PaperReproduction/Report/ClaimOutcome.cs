using System.Globalization;
using AttnGen;
using AttnGen.Training;

namespace PaperReproduction.Report;

/// <summary>What became of a claim on a task: decided where all seeds agree.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="Differences">By how much the one strategy was better than the other, for each seed that both have a score of.</param>
/// <param name="Diverged">How many runs of the one diverged, which have no score.</param>
/// <param name="OthersDiverged">How many of the other.</param>
/// <param name="Collapsed">Which of the two has no score, as every run of it diverged, where the other has one of enough seeds.</param>
internal sealed record ClaimOutcome(Claim Claim, IReadOnlyList<double> Differences, int Diverged, int OthersDiverged, CollapsedSide Collapsed)
{
    /// <summary>Of fewer seeds nothing is said but the difference.</summary>
    private const int FewestSeeds = 3;

    /// <summary>Whether there are enough seeds to say something.</summary>
    public bool IsCompared => Differences.Count >= FewestSeeds;

    /// <summary>Whether there is nothing to say: no run of the one beside one of the other, and none that diverged.</summary>
    public bool IsUnknown => Verdict == ClaimVerdict.Unknown && !AnyDiverged;

    /// <summary>In how many seeds it held.</summary>
    public int SeedsHeld => Differences.Count(difference => difference > -Claim.Margin);

    /// <summary>What became of it.</summary>
    public ClaimVerdict Verdict => (Differences.Count, Collapsed) switch
    {
        (0, CollapsedSide.Latter) => ClaimVerdict.Held,
        (0, CollapsedSide.Former) => ClaimVerdict.Failed,
        (0, _) => ClaimVerdict.Unknown,
        _ when !IsCompared => ClaimVerdict.TooFewSeeds,
        _ when SeedsHeld == Differences.Count => ClaimVerdict.Held,
        _ when Differences.All(difference => difference < -Claim.Margin) => ClaimVerdict.Failed,
        _ => ClaimVerdict.Undecided,
    };

    /// <summary>Whether all seeds say the same.</summary>
    public bool IsDecided => IsCompared && Verdict is (ClaimVerdict.Held or ClaimVerdict.Failed);

    /// <summary>Whether it says which of two ends better, and not that one is no worse by much, or was ahead before.</summary>
    public bool IsOfTheEnd => IsStrict && Claim.Measure == ClaimMeasure.End;

    private bool IsStrict => Claim.Margin == 0;

    private bool AnyDiverged => Diverged + OthersDiverged > 0;

    /// <summary>
    /// How probable it is at most that all seeds agree where neither strategy is better on the examples: the sign of each difference is then the throw of a coin, and one without a sign, as two
    /// equal scores have, decides nothing.
    /// </summary>
    public double DecidedByChance => IsCompared ? Math.Pow(2, 1 - Differences.Count) : 0;

    public static ClaimOutcome Of(PaperTask task, Claim claim, IReadOnlyList<SweepResult> results)
    {
        (Dictionary<long, double> better, int diverged) = Scores(task, claim.Better, claim.Measure, results);
        (Dictionary<long, double> than, int others) = Scores(task, claim.Than, claim.Measure, results);
        return new ClaimOutcome(claim, [.. better.Keys.Where(than.ContainsKey).Order().Select(seed => better[seed] - than[seed])], diverged, others, SideOf((better.Count, diverged), (than.Count, others)));
    }

    /// <summary>What a table says of it, a line each: the mean difference, the interval, what became of the claim, and how many runs diverged; empty where there is nothing of it.</summary>
    public override string ToString() => string.Join('\n', Lines());

    private IEnumerable<string> Lines()
    {
        if (Differences.Count > 0)
        {
            PairedBootstrap bootstrap = PairedBootstrap.Of(Differences);
            yield return Points(bootstrap.Mean);
            yield return $"{Points(bootstrap.Low)} to {Points(bootstrap.High)}";
        }

        if (!IsUnknown)
        {
            yield return Said();
        }

        if (AnyDiverged)
        {
            yield return $"diverged: {Diverged} of the former, {OthersDiverged} of the latter";
        }
    }

    private string Said() => Verdict switch
    {
        ClaimVerdict.Unknown => "no seed has a score of both",
        ClaimVerdict.TooFewSeeds => $"{Differences.Count} of {FewestSeeds} seeds",
        ClaimVerdict.Undecided => "undecided",
        ClaimVerdict.Held => "held",
        _ => IsStrict && Collapsed == CollapsedSide.None ? "the opposite" : "did not hold",
    };

    private static string Points(double share) => (100 * share).ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);

    private static (Dictionary<long, double> Scores, int Diverged) Scores(PaperTask task, PaperStrategy strategy, ClaimMeasure measure, IReadOnlyList<SweepResult> results)
    {
        string description = strategy.For<TaskClassifier>().Description;
        List<SweepResult> all = [.. results.Where(result => result.Task == task.Task.Name && result.Strategy == description)];
        return (
            all.Where(result => result.Status == SweepStatus.Finished).Select(result => (result.Seed, Score: Score(result, task.Task.Reported, measure))).Where(run => double.IsFinite(run.Score)).ToDictionary(run => run.Seed, run => run.Score),
            all.Count(result => result.Status == SweepStatus.Diverged));
    }

    private static double Score(SweepResult result, string metric, ClaimMeasure measure) => measure == ClaimMeasure.End
        ? result.Metrics.GetValueOrDefault(metric, double.NaN)
        : result.Evaluations.Select(evaluation => evaluation.Result.Metrics.GetValueOrDefault(metric, double.NaN)).DefaultIfEmpty(double.NaN).Average();

    private static CollapsedSide SideOf((int Scores, int Diverged) former, (int Scores, int Diverged) latter)
    {
        bool Collapsed((int Scores, int Diverged) one, (int Scores, int Diverged) other) => one.Scores == 0 && one.Diverged >= FewestSeeds && other.Scores >= FewestSeeds;
        return Collapsed(former, latter) ? CollapsedSide.Former : Collapsed(latter, former) ? CollapsedSide.Latter : CollapsedSide.None;
    }
}
