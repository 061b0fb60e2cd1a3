using System.Globalization;
using AttnGen.Training;

namespace PaperReproduction.Report;

/// <summary>How sure it is what became of the claims on a task, and what else is to be known of its runs.</summary>
internal static class HowSure
{
    /// <summary>How many of the examples two strategies are taken to answer differently, where the sampling error of their difference is told.</summary>
    private const double Discordant = 0.1;

    public static string Of(PaperTask task, IReadOnlyList<SweepResult> results)
    {
        List<SweepResult> own = [.. results.Where(result => result.Task == task.Task.Name)];
        string?[] texts = [Measured(task, own), Agreement([.. Claim.OfPaper.Concat(Claim.Asked).Select(claim => ClaimOutcome.Of(task, claim, results))]), AtChance(own), EqualRates.Of(task, results)];
        return string.Join("\n\n", texts.OfType<string>());
    }

    private static string? Measured(PaperTask task, IReadOnlyList<SweepResult> own)
    {
        if (own.SelectMany(result => result.Evaluations).Select(evaluation => evaluation.Result.Examples).DefaultIfEmpty().Max() is not (> 0 and var examples))
        {
            return null;
        }

        double ofAccuracy = 100 * Math.Sqrt(Discordant / examples);
        // With both classes equally frequent, Matthews' correlation is twice the accuracy, less one.
        double ofMatthews = 2 * ofAccuracy;
        const string Error = "Of two strategies that answer a tenth of them differently, the difference has a standard error of";
        const string Shared = "from the choice of the examples alone, which all seeds share.";
        return task.Task.Reported switch
        {
            "accuracy" => string.Create(CultureInfo.InvariantCulture, $"Measured on {examples:N0} examples: a point is {examples / 100.0:0.#} of them. {Error} {ofAccuracy:0.0} points {Shared}"),
            "matthews" => string.Create(CultureInfo.InvariantCulture, $"Measured on {examples:N0} examples: a point is a hundredth of Matthews' correlation. {Error} about {ofMatthews:0.0} points, and more where one class is rarer than the other, {Shared}"),
            string other => string.Create(CultureInfo.InvariantCulture, $"Measured on {examples:N0} examples: a point is a hundredth of {other}."),
        };
    }

    private static string? Agreement(IReadOnlyList<ClaimOutcome> outcomes)
    {
        List<ClaimOutcome> compared = [.. outcomes.Where(outcome => outcome.IsCompared && outcome.IsOfTheEnd)];
        return compared.Count == 0 ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"In {compared.Count(outcome => outcome.IsDecided)} of {compared.Count} comparisons of which ends better all seeds agree; were none better than another on these examples, they would in at most {compared.Sum(outcome => outcome.DecidedByChance):0.#}.");
    }

    /// <summary>Runs that ended as they began have a score, and a mean that it is part of says little.</summary>
    private static string? AtChance(IReadOnlyList<SweepResult> own)
    {
        List<SweepResult> ended = [.. own.Where(result => result.LearnedNothing)];
        return ended.Count == 0 ? null
            : $"Runs that learned nothing, and count with their score: {string.Join("; ", ended.Select(result => string.Create(CultureInfo.InvariantCulture, $"{result.Strategy}, seed {result.Seed}")))}.";
    }
}
