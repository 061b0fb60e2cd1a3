using System.Globalization;
using AttnGen.CompilerServices;
using TorchSharp;

namespace AttnGen.Training;

/// <summary>
/// Finds a base rate and a lambda for a model on its own data, by short runs from one state: each pair is run from several seeds, the better half goes on with twice the steps from the
/// beginning, and so on (successive halving). The best pair with a lambda of 1 always goes on, so that a higher one is compared with it at its best and after as many steps:
/// once more, from new seeds, since the best of many pairs has been lucky with its own.
/// </summary>
/// <remarks>
/// <para>A short run favours high rates: what is found is a place to begin, and says whether lambda above 1 is worth trying. The model is as it was afterwards, without adapters: parameters,
/// buffers (a batch norm's running mean) and modes. With <see cref="Precision.BFloat16"/> the host's memory holds a copy of the linear layers' weights for that as long as the search lasts.</para>
/// <para>As in a <see cref="TrainingLoop"/>, each module trains in the mode that it is in: call <c>train()</c> on the model first, and then <c>eval()</c> on what is to be without dropout. The
/// default generator is seeded for each run.</para>
/// </remarks>
/// <typeparam name="TModel">The model class.</typeparam>
/// <example><code>
/// LambdaFinding finding = new LambdaFinder&lt;SentimentClassifier&gt;
/// {
///     Model = model,
///     Strategy = lambda => TuneStrategy&lt;SentimentClassifier&gt;.Create(s => s.Lora(8).Tune(Matrix.Q).Tune(Matrix.V, lrScale: lambda)),
///     Forward = batch => model.call(batch.Ids, batch.Mask),
///     Loss = (output, labels) => nn.functional.cross_entropy(output, labels),
///     Training = batches,
///     HeldOut = heldOut,
/// }.Find();
/// Console.WriteLine(finding);
/// </code></example>
public sealed record LambdaFinder<TModel>
    where TModel : torch.nn.Module, ITunableModule
{
    /// <summary>The model, without a session, and without adapters that have learned something.</summary>
    public required TModel Model { get; init; }

    /// <summary>The strategy for a lambda.</summary>
    public required Func<double, TuneStrategy<TModel>> Strategy { get; init; }

    /// <summary>The output of a batch.</summary>
    public required Func<Batch, torch.Tensor> Forward { get; init; }

    /// <summary>The mean loss from outputs and labels.</summary>
    public required Func<torch.Tensor, torch.Tensor, torch.Tensor> Loss { get; init; }

    /// <summary>What to train on; each seed has an order of its own.</summary>
    public required TextBatches Training { get; init; }

    /// <summary>What to measure on: not what is reported in the end.</summary>
    public required TextBatches HeldOut { get; init; }

    /// <summary>The session's other numbers; rate, schedule (linear to the end of the run) and, where there is none, the adapters' seed are set for it.</summary>
    public TuningOptions Options { get; init; } = new();

    /// <summary>The base rates that are tried.</summary>
    public IReadOnlyList<double> LearningRates { get; init; } = [3e-4, 1e-3, 3e-3];

    /// <summary>The lambdas that are tried; 1 is tried in any case.</summary>
    public IReadOnlyList<double> Lambdas { get; init; } = [1, 2, 4, 8];

    /// <summary>The seeds of each pair.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [1, 2, 3];

    /// <summary>The steps of a run in the first round; each round has twice as many. 25 by default.</summary>
    public long Steps { get; init; } = 25;

    /// <summary>How many rounds; each takes half of the pairs of the one before. 3 by default.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>Is told each trial.</summary>
    public IProgress<LambdaTrial>? Progress { get; init; }

    /// <summary>Runs the trials.</summary>
    /// <param name="cancellation">Ends it between two steps; the model is as it was.</param>
    /// <exception cref="ArgumentException">A list is empty, or a number out of range.</exception>
    /// <exception cref="TuningException">Model and strategy do not fit, the model has a session, or adapters that have learned something.</exception>
    /// <exception cref="OperationCanceledException">The cancellation was asked for.</exception>
    public LambdaFinding Find(CancellationToken cancellation = default)
    {
        Check();
        List<(double Rate, double Lambda)> pairs = [.. from lambda in Lambdas.Append(1).Distinct().Order() from rate in LearningRates.Distinct().Order() select (rate, lambda)];
        List<LambdaTrial> trials = [];
        List<LambdaTrial> round = [];
        using ModelState state = ModelState.Of(Model, Options.Precision);
        long steps = Steps;
        LambdaTrial winner;
        LambdaTrial one;
        for (int number = 0; number < Rounds; number++)
        {
            steps = Steps << number;
            round = [.. pairs.Select(pair => Try(pair.Rate, pair.Lambda, steps, Seeds, state, cancellation))];
            trials.AddRange(round);
            LambdaTrial best = BestOf(round.Where(trial => trial.ValueLrScale == 1));
            pairs = [.. round.OrderBy(trial => trial.MeanLoss).Take((round.Count + 1) / 2).Append(best).Distinct().Select(trial => (trial.LearningRate, trial.ValueLrScale))];
        }

        winner = BestOf(round);
        one = BestOf(round.Where(trial => trial.ValueLrScale == 1));
        if (winner != one && double.IsFinite(winner.MeanLoss))
        {
            winner = Try(winner.LearningRate, winner.ValueLrScale, steps, NewSeeds(), state, cancellation);
            one = Try(one.LearningRate, one.ValueLrScale, steps, NewSeeds(), state, cancellation);
            trials.AddRange([winner, one]);
        }

        return new LambdaFinding(trials, winner, one, winner == one ? null : PairedBootstrap.Between(Finite(one), Finite(winner)));
    }

    private static Dictionary<long, double> Finite(LambdaTrial trial) => trial.Losses.Where(loss => double.IsFinite(loss.Value)).ToDictionary();

    /// <summary>Of equal ones the first: the lowest lambda at the lowest rate.</summary>
    private static LambdaTrial BestOf(IEnumerable<LambdaTrial> trials) => trials.MinBy(trial => trial.MeanLoss)!;

    /// <summary>As many as those of the search, and enough to disagree.</summary>
    private List<long> NewSeeds() => [.. Enumerable.Range(1, Math.Max(Seeds.Count, LambdaFinding.FewestSeeds)).Select(number => unchecked(Seeds.Max() + number))];

    private LambdaTrial Try(double rate, double lambda, long steps, IReadOnlyList<long> seeds, ModelState state, CancellationToken cancellation)
    {
        SortedDictionary<long, double> losses = [];
        foreach (long seed in seeds)
        {
            losses.Add(seed, Run(rate, lambda, steps, seed, state, cancellation));
        }

        LambdaTrial trial = new(rate, lambda, steps, losses);
        Progress?.Report(trial);
        return trial;
    }

    private double Run(double rate, double lambda, long steps, long seed, ModelState state, CancellationToken cancellation)
    {
        torch.manual_seed(seed);
        TextBatches batches = new(Training.Data, Training.Options with { Seed = seed });
        TrainingLoopOptions loop = new() { Steps = steps, Epochs = (int)Math.Min(int.MaxValue, (steps + batches.BatchesPerEpoch - 1) / batches.BatchesPerEpoch) };
        using TuningSession session = Model.BeginTuning(Strategy(lambda), Options with { LearningRate = rate, Schedule = Schedule.Linear(steps), Seed = Options.Seed ?? 1 });
        RefuseLearned(session);
        List<(torch.Tensor Own, torch.Tensor Before)> saved = [.. session.Groups.SelectMany(group => group.Parameters).Select(parameter => ((torch.Tensor)parameter, parameter.detach().clone().DetachFromDisposeScope()))];
        try
        {
            TrainingOutcome outcome = new TrainingLoop(session, batches, batch => Loss(Forward(batch), batch.Labels), loop).Run(cancellation);
            cancellation.ThrowIfCancellationRequested();
            double loss = Evaluation.Run(Model, Forward, Loss, HeldOut, [], cancellation: cancellation).Loss;
            return outcome.Completed && double.IsFinite(loss) ? loss : double.PositiveInfinity;
        }
        catch (NonFiniteException problem) when (problem.InnerException is null)
        {
            return double.PositiveInfinity;
        }
        finally
        {
            Restore(saved);
            session.Dispose();
            Model.RemoveAdapter();
            state.Restore();
        }
    }

    /// <summary>An adapter that has learned nothing has a matrix of zeros.</summary>
    private static void RefuseLearned(TuningSession session)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable _ = torch.no_grad();
        foreach (TunedParameter tuned in session.Groups.SelectMany(group => group.TunedParameters))
        {
            if (tuned.Path.EndsWith("lora_B.weight", StringComparison.Ordinal) && tuned.Parameter.count_nonzero().item<long>() > 0)
            {
                throw new TuningException($"'{tuned.Path}' has learned something, which the search would lose. Call Merge() or RemoveAdapter() on the model first.");
            }
        }
    }

    private static void Restore(List<(torch.Tensor Own, torch.Tensor Before)> saved)
    {
        using IDisposable _ = torch.no_grad();
        foreach ((torch.Tensor own, torch.Tensor before) in saved)
        {
            own.copy_(before);
            before.Dispose();
        }
    }

    private void Check()
    {
        ArgumentNullException.ThrowIfNull(Model);
        ArgumentNullException.ThrowIfNull(Strategy);
        ArgumentNullException.ThrowIfNull(Forward);
        ArgumentNullException.ThrowIfNull(Loss);
        ArgumentNullException.ThrowIfNull(Training);
        ArgumentNullException.ThrowIfNull(HeldOut);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Steps);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Rounds);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Rounds, 16);
        RequirePositive(LearningRates, nameof(LearningRates));
        RequirePositive(Lambdas, nameof(Lambdas));
        if (Seeds is not { Count: > 0 } || Seeds.Distinct().Count() < Seeds.Count)
        {
            throw new ArgumentException("There is at least one seed, and each is there once.", nameof(Seeds));
        }
    }

    private static void RequirePositive(IReadOnlyList<double> numbers, string name)
    {
        if (numbers is not { Count: > 0 } || numbers.Any(number => !double.IsFinite(number) || number <= 0))
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{name} are positive numbers, at least one: {string.Join(", ", numbers ?? [])}."), name);
        }
    }
}
