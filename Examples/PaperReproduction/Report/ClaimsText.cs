using System.Globalization;
using AttnGen.Training;

namespace PaperReproduction.Report;

/// <summary>What became of the paper's claims in the results, and how sure that is.</summary>
internal static class ClaimsText
{
    public static string Of(PaperTask task, IReadOnlyList<SweepResult> results)
    {
        List<ClaimOutcome> outcomes = [.. Claim.All.Select(claim => ClaimOutcome.Of(task, claim, results))];
        string?[] texts = [HowSure(task, outcomes, results), .. outcomes.Select(outcome => $"{outcome}"), EqualRates.Of(task, results)];
        return string.Join("\n\n", texts.Where(text => !string.IsNullOrEmpty(text)));
    }

    private static string HowSure(PaperTask task, IReadOnlyList<ClaimOutcome> outcomes, IReadOnlyList<SweepResult> results)
    {
        List<string> sentences = [];
        if (results.Where(result => result.Task == task.Task.Name).SelectMany(result => result.Evaluations).Select(evaluation => evaluation.Result.Examples).DefaultIfEmpty().Max() is > 0 and var examples)
        {
            sentences.Add(string.Create(CultureInfo.InvariantCulture, $"Measured on {examples:N0} examples: a point is {examples / 100.0:0.#} of them."));
        }

        if (outcomes.Count(outcome => outcome.IsCompared) is > 0 and var compared)
        {
            sentences.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"In {outcomes.Count(outcome => outcome.IsDecided)} of {compared} comparisons all seeds agree on which is better; were none better than another, they would in {outcomes.Sum(outcome => outcome.DecidedByChance):0.#}."));
            sentences.Add("In brackets is the bootstrap's 95 % interval, which of so few seeds is little more than their range.");
        }

        return string.Join(' ', sentences);
    }
}
