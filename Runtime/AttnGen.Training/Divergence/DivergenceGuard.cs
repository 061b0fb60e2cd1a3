using System.Globalization;

namespace AttnGen.Training;

/// <summary>
/// Stops a run that collapses, by a <see cref="DivergenceException"/> out of the loop: full tuning with a high lambda ends at chance (the paper's Table 2). A loss
/// or a gradient that is not finite is stopped by the session itself. The first callback of a <see cref="TrainingLoop"/>, so that nothing is kept of a broken step.
/// </summary>
public sealed class DivergenceGuard : ITrainingCallback
{
    private const int GradientsKept = 50;

    /// <summary>Of fewer there is no telling what is usual.</summary>
    private const int FewestGradients = 5;

    private readonly DivergenceOptions options;
    private readonly SmoothedLoss smoothed = new();
    private readonly Queue<double> norms = new();
    private readonly Dictionary<DivergenceKind, long> since = [];
    private double? first;
    private int below;
    private bool learned;

    /// <summary>Makes a guard for one run.</summary>
    /// <param name="options">When to stop; the defaults for null, which watch the gradient alone.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public DivergenceGuard(DivergenceOptions? options = null)
    {
        this.options = options ?? new DivergenceOptions();
        this.options.Check();
    }

    /// <inheritdoc/>
    /// <exception cref="DivergenceException">The run diverged.</exception>
    public void OnStep(StepReport step)
    {
        ArgumentNullException.ThrowIfNull(step);
        double loss = smoothed.Add(step.Loss);
        if (options.ChanceLoss is { } chance)
        {
            // A score that begins far from its mean begins above chance, and has not exploded.
            first ??= step.Loss;
            double bound = options.ExplodingLoss * Math.Max(chance, first.Value);
            bool atChance = loss >= options.AtChance * chance;
            below = loss < options.LeftChance * chance ? below + 1 : 0;
            learned |= below >= options.Patience;
            Watch(DivergenceKind.ExplodingLoss, step, loss > bound, options.Patience, FormattableString.Invariant($"the loss is {loss:G3}, and guessing gives {chance:G3}"));
            Watch(DivergenceKind.BackAtChance, step, learned && atChance, options.Patience, FormattableString.Invariant($"the loss had fallen and is back at {loss:G3}, which guessing gives ({chance:G3})"));
            if (options.LearnsWithin is { } within)
            {
                Watch(DivergenceKind.StaysAtChance, step, !learned && atChance, within, FormattableString.Invariant($"the loss is {loss:G3} and has not left what guessing gives ({chance:G3})"));
            }
        }

        if (step.GradientNorm is { } norm)
        {
            double usual = norms.Count >= FewestGradients ? norms.Order().ElementAt(norms.Count / 2) : double.PositiveInfinity;
            bool explodes = norm > options.ExplodingGradient * usual;
            Watch(DivergenceKind.ExplodingGradient, step, explodes, options.Patience, FormattableString.Invariant($"the gradient's norm is {norm:G3}, and was {usual:G3}"));
            // One that explodes is not what is usual, however long it goes on.
            if (!explodes)
            {
                norms.Enqueue(norm);
                if (norms.Count > GradientsKept)
                {
                    norms.Dequeue();
                }
            }
        }
    }

    private void Watch(DivergenceKind kind, StepReport step, bool shows, long patience, string how)
    {
        if (!shows)
        {
            since.Remove(kind);
            return;
        }

        long first = since.TryGetValue(kind, out long known) ? known : since[kind] = step.Step;
        if (step.Step - first + 1 >= patience)
        {
            throw new DivergenceException($"The run diverged: {how}, since step {first}. {Advice(step.Rates)}", kind, first);
        }
    }

    /// <summary>Which group moves fastest, and what to try.</summary>
    private static string Advice(IReadOnlyList<GroupRate> rates)
    {
        if (rates.Count == 0)
        {
            return "Try a lower learning rate.";
        }

        double highest = rates.Max(rate => rate.Rate);
        List<string> fastest = [.. rates.Where(rate => rate.Rate == highest).Select(rate => rate.Name)];
        string at = string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", fastest)} {(fastest.Count == 1 ? "is" : "are")} trained at {highest:0.0e-0}");
        return fastest.Count < rates.Count
            ? $"{at}, the highest rate. Try a lower factor (lambda) for it, a lower learning rate, a warm-up, or adapters in place of full tuning."
            : $"All of {at}. Try a lower learning rate, a warm-up, or adapters in place of full tuning.";
    }
}
