using AttnGen.CompilerServices;
using AttnGen.Training.Tests.Support;
using TorchSharp;

namespace AttnGen.Training.Tests.LambdaSearch;

public sealed class LambdaFinderTests : IDisposable
{
    private readonly TinyModel model;

    public LambdaFinderTests()
    {
        torch.manual_seed(1);
        model = new TinyModel();
    }

    public void Dispose() => model.Dispose();

    [Fact]
    public void Rounds_halve_the_pairs_double_the_steps_and_keep_a_lambda_of_1()
    {
        List<LambdaTrial> told = [];
        LambdaFinding finding = (Finder() with { Progress = new Told(told) }).Find();
        Assert.Equal(finding.Trials, told);
        List<LambdaTrial> searched = [.. finding.Trials.Where(trial => trial.Losses.Keys.SequenceEqual([1L, 2L]))];
        Assert.Equal([(5L, 6), (10L, 3), (20L, 2)], searched.GroupBy(trial => trial.Steps).Select(round => (round.Key, round.Count() - (round.Key > 5 && !Half(searched, round.Key) ? 1 : 0))));
        Assert.All(searched.GroupBy(trial => trial.Steps), round => Assert.Contains(round, trial => trial.ValueLrScale == 1));
        Assert.Equal((20L, 20L), (finding.Best.Steps, finding.One.Steps));
    }

    /// <summary>The best of many was lucky with its seeds; what is said of it must not be by the same ones.</summary>
    [Fact]
    public void A_lambda_above_1_is_compared_from_new_seeds_at_least_three()
    {
        LambdaFinding finding = (Finder() with { LearningRates = [1e-6], Lambdas = [1, 30_000], Strategy = lambda => Strategy(Matrix.V, lambda), Seeds = [7], Steps = 40, Rounds = 1 }).Find();
        Assert.Equal([[7L], [7L], [8L, 9L, 10L], [8L, 9L, 10L]], finding.Trials.Select(trial => trial.Losses.Keys));
        Assert.Equal((finding.Trials[2], finding.Trials[3], 3), (finding.Best, finding.One, finding.Gain!.Pairs));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public void Of_fewer_than_three_seeds_no_gain_is_believed(int seeds, bool helps)
    {
        LambdaTrial best = new(1e-3, 4, 10, Enumerable.Range(1, seeds).ToDictionary(seed => (long)seed, _ => 0.3));
        LambdaTrial one = new(1e-3, 1, 10, Enumerable.Range(1, seeds).ToDictionary(seed => (long)seed, _ => 0.4));
        Assert.Equal(helps, new LambdaFinding([best, one], best, one, PairedBootstrap.Between(one.Losses, best.Losses)).Helps);
    }

    [Theory]
    [InlineData(1, 0, false)]
    [InlineData(0, 1, true)]
    [InlineData(0, 3, true)]
    [InlineData(1, 3, false)]
    public void A_pair_that_diverges_from_a_new_seed_is_not_taken_and_one_of_lambda_1_counts_against_it(int ofBest, int ofOne, bool helps)
    {
        LambdaTrial best = new(1e-3, 4, 10, Losses(0.3, ofBest));
        LambdaTrial one = new(1e-3, 1, 10, Losses(0.4, ofOne));
        PairedBootstrap? gain = ofOne == 3 ? null : PairedBootstrap.Of([.. Enumerable.Repeat(0.1, 3 - ofBest - ofOne)]);
        LambdaFinding finding = new([best, one], best, one, gain);
        Assert.Equal((helps, helps ? best : one), (finding.Helps, finding.Recommended));
        Assert.EndsWith($" {ofBest} of its 3 runs and {ofOne} of those with the best lambda of 1 diverged.", finding.ToString(), StringComparison.Ordinal);

        static Dictionary<long, double> Losses(double finite, int diverged) => Enumerable.Range(0, 3).ToDictionary(seed => (long)seed, seed => seed < diverged ? double.PositiveInfinity : finite);
    }

    [Fact]
    public void It_is_repeatable_and_leaves_the_model_as_it_was()
    {
        List<float> before = Weights();
        bool training = model.training;
        LambdaFinding first = Finder().Find();
        Assert.Equal(before, Weights());
        Assert.Equal(training, model.training);
        LambdaFinding second = Finder().Find();
        Assert.Equal(first.Trials.Select(trial => (trial.LearningRate, trial.ValueLrScale, trial.Steps, trial.MeanLoss)), second.Trials.Select(trial => (trial.LearningRate, trial.ValueLrScale, trial.Steps, trial.MeanLoss)));
        Assert.Equal(first.ToString(), second.ToString());
        Assert.Throws<TuningException>(() => model.SaveAdapter("none"));
    }

    [Fact]
    public void Where_the_base_rate_is_far_too_low_a_high_lambda_helps()
    {
        // V alone learns anything at such a rate, and only where lambda makes up for it.
        LambdaFinding finding = (Finder() with { LearningRates = [1e-6], Lambdas = [1, 30_000], Strategy = lambda => Strategy(Matrix.V, lambda), Steps = 40, Rounds = 1 }).Find();
        Assert.True(finding.Helps, finding.ToString());
        Assert.Equal(30_000, finding.Recommended.ValueLrScale);
        Assert.StartsWith("Lambda above 1 helps: take lambda 3E+04 at 1.0e-6", finding.ToString(), StringComparison.Ordinal);
        Assert.Contains(" From 3 seeds its loss is lower by ", finding.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_a_high_lambda_is_absurd_it_says_that_it_does_not_help()
    {
        LambdaFinding finding = (Finder() with { LearningRates = [1e-2], Lambdas = [1, 1e6] }).Find();
        Assert.False(finding.Helps);
        Assert.Equal(1, finding.Recommended.ValueLrScale);
        Assert.StartsWith("Lambda above 1 does not help here: the best pair is lambda 1 at 1.0e-2", finding.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_gain_that_the_seeds_do_not_agree_on_is_no_recommendation()
    {
        LambdaTrial best = new(1e-3, 4, 10, new Dictionary<long, double> { [1] = 0.5, [2] = 0.3 });
        LambdaTrial one = new(1e-3, 1, 10, new Dictionary<long, double> { [1] = 0.4, [2] = 0.5 });
        LambdaFinding finding = new([best, one], best, one, PairedBootstrap.Between(one.Losses, best.Losses));
        Assert.Equal((false, one), (finding.Helps, finding.Recommended));
        Assert.StartsWith("Lambda above 1 does not help for sure: take lambda 1 at 1.0e-3 (loss 0.4500). The search's best was lambda 4 at 1.0e-3 (loss 0.4000). From 2 seeds its loss is lower by 0.05", finding.ToString(), StringComparison.Ordinal);
        Assert.Equal(finding.ToString(), Cultures.In("de-DE", finding.ToString));
    }

    [Fact]
    public void A_cancelled_search_leaves_the_model_as_it_was()
    {
        List<float> before = Weights();
        using CancellationTokenSource stop = new();
        Assert.ThrowsAny<OperationCanceledException>(() => (Finder() with { Progress = new Cancelling(stop) }).Find(stop.Token));
        Assert.Equal(before, Weights());
        using TuningSession session = model.BeginTuning();
    }

    /// <summary>What a run that diverged left in a head's batch norm made every later one diverge.</summary>
    [Fact]
    public void Buffers_are_put_back_between_the_runs_and_afterwards()
    {
        using NormedModel normed = new();
        LambdaFinder<NormedModel> finder = Finder(normed, batch => normed.call(batch.Ids), lambda => TuneStrategy<NormedModel>.Create(strategy => strategy.Lora(rank: 2).Tune(Matrix.V, lrScale: lambda)));
        float[] before = Numbers(normed.named_buffers().Select(entry => entry.buffer));
        LambdaFinding finding = (finder with { LearningRates = [1e-3, 1e30], Lambdas = [1, 2], Rounds = 1 }).Find();
        Assert.Equal([true, false, true, false], finding.Trials.Take(4).Select(trial => double.IsFinite(trial.MeanLoss)));
        Assert.Equal(before, Numbers(normed.named_buffers().Select(entry => entry.buffer)));
        Assert.Equal(finding.Trials[0].MeanLoss, (finder with { LearningRates = [1e-3], Lambdas = [1], Rounds = 1 }).Find().Trials[0].MeanLoss);
    }

    [Fact]
    public void Each_module_trains_in_its_own_mode_and_keeps_it()
    {
        List<(bool Model, bool Dropout)> seen = [];
        model.Dropout.eval();
        (Finder() with
        {
            Rounds = 1,
            Forward = batch =>
            {
                seen.Add((model.training, model.Dropout.training));
                return model.call(batch.Ids, batch.Mask);
            },
        }).Find();
        Assert.Equal([(false, false), (true, false)], seen.Distinct().Order());
        Assert.Equal((true, false), (model.training, model.Dropout.training));
    }

    [Fact]
    public void Weights_that_half_precision_rounds_are_put_back()
    {
        List<float> before = Weights();
        LambdaFinder<TinyModel> finder = Finder() with { Rounds = 1, Options = new TuningOptions { Precision = Precision.BFloat16 } };
        finder.Find();
        Assert.Equal(before, Weights());
        Assert.All(model.named_parameters(), entry => Assert.Equal(torch.ScalarType.Float32, entry.parameter.dtype));
    }

    [Fact]
    public void What_cannot_be_searched_is_refused()
    {
        Assert.Equal("LearningRates", Assert.Throws<ArgumentException>(() => (Finder() with { LearningRates = [0] }).Find()).ParamName);
        Assert.Equal("Lambdas", Assert.Throws<ArgumentException>(() => (Finder() with { Lambdas = [] }).Find()).ParamName);
        Assert.Equal("Seeds", Assert.Throws<ArgumentException>(() => (Finder() with { Seeds = [1, 1] }).Find()).ParamName);
        Assert.Equal("Steps", Assert.Throws<ArgumentOutOfRangeException>(() => (Finder() with { Steps = 0 }).Find()).ParamName);
        using (TuningSession session = model.BeginTuning())
        {
            Assert.Throws<TuningException>(() => Finder().Find());
            using torch.Tensor learned = session.Groups.SelectMany(group => group.TunedParameters).First(tuned => tuned.Path.EndsWith("lora_B.weight", StringComparison.Ordinal)).Parameter.detach();
            learned.fill_(1);
        }

        Assert.Contains("has learned something", Assert.Throws<TuningException>(() => (Finder() with { Strategy = _ => TinyModel.DefaultStrategy }).Find()).Message, StringComparison.Ordinal);
    }

    private LambdaFinder<TinyModel> Finder() => Finder(model, batch => model.call(batch.Ids, batch.Mask), lambda => Strategy(Matrix.Q | Matrix.V, lambda));

    private static LambdaFinder<TModel> Finder<TModel>(TModel model, Func<Batch, torch.Tensor> forward, Func<double, TuneStrategy<TModel>> strategy)
        where TModel : torch.nn.Module, ITunableModule
    {
        TextDataset data = Samples.Texts(seed: 8, count: 60);
        return new LambdaFinder<TModel>
        {
            Model = model,
            Strategy = strategy,
            Forward = forward,
            Loss = (output, labels) => torch.nn.functional.cross_entropy(output, labels),
            Training = new TextBatches(data, new BatchOptions { BatchSize = 8 }),
            HeldOut = new TextBatches(Samples.Texts(seed: 9, count: 40), BatchOptions.ForEvaluation(8)),
            LearningRates = [1e-3, 1e-2],
            Lambdas = [2, 4],
            Seeds = [1, 2],
            Steps = 5,
        };
    }

    private static TuneStrategy<TinyModel> Strategy(Matrix targets, double lambda) => TuneStrategy<TinyModel>.Create(strategy =>
    {
        strategy.Lora(rank: 2).FreezeHead();
        if (targets.HasFlag(Matrix.Q))
        {
            strategy.Tune(Matrix.Q);
        }

        strategy.Tune(Matrix.V, lrScale: lambda);
    });

    /// <summary>Whether the best lambda of 1 was among the better half by itself.</summary>
    private static bool Half(List<LambdaTrial> trials, long steps) => trials.Count(trial => trial.Steps == steps) == (trials.Count(trial => trial.Steps == steps / 2) + 1) / 2;

    private List<float> Weights() => [.. Numbers(model.named_parameters().Select(entry => entry.parameter))];

    private static float[] Numbers(IEnumerable<torch.Tensor> tensors)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        return [.. tensors.SelectMany(tensor => tensor.detach().to(torch.ScalarType.Float32, copy: true).data<float>())];
    }

    private sealed class Told(List<LambdaTrial> trials) : IProgress<LambdaTrial>
    {
        public void Report(LambdaTrial value) => trials.Add(value);
    }

    private sealed class Cancelling(CancellationTokenSource stop) : IProgress<LambdaTrial>
    {
        public void Report(LambdaTrial value) => stop.Cancel();
    }
}
