using AttnGen.Training.Tests.Support;

namespace AttnGen.Training.Tests.Divergence;

public sealed class DivergenceGuardTests
{
    private const double Chance = 0.693;

    private static readonly DivergenceOptions Options = new() { ChanceLoss = Chance, Patience = 10 };

    [Fact]
    public void A_loss_that_had_fallen_and_is_back_at_chance_is_stopped_with_the_fastest_group()
    {
        DivergenceException problem = Run(Options, 200, step => step is > 50 and <= 100 ? 0.3 : 0.694)!;
        Assert.Equal(DivergenceKind.BackAtChance, problem.Kind);
        Assert.InRange(problem.Since, 101, 150);
        Assert.Contains($"since step {problem.Since}", problem.Message, StringComparison.Ordinal);
        Assert.Contains("value is trained at 4.0e-3, the highest rate", problem.Message, StringComparison.Ordinal);
        Assert.Contains("lambda", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.7, false)]
    [InlineData(0.3, false)]
    [InlineData(1.5, true)]
    public void A_loss_that_rises_far_above_chance_is_stopped_and_a_slow_start_is_not(double level, bool stopped) =>
        Assert.Equal(stopped ? DivergenceKind.ExplodingLoss : null, Run(Options, 500, step => step == 1 ? 0.7 : level)?.Kind);

    /// <summary>STS-B: scores of 0 to 5 with a mean of 2.7 and a variance of 2.1, and a head that begins at 0.</summary>
    [Fact]
    public void Scores_that_begin_far_from_their_mean_are_not_stopped_until_they_move_away()
    {
        DivergenceOptions regression = Options with { ChanceLoss = 2.14 };
        Assert.Null(Run(regression, 500, step => 2.14 + (7.3 * Math.Exp(-step / 200.0))));
        Assert.Equal(DivergenceKind.ExplodingLoss, Run(regression, 500, step => step < 20 ? 9.4 : 30)?.Kind);
    }

    [Fact]
    public void A_loss_that_never_leaves_chance_is_stopped_where_that_was_asked_for()
    {
        DivergenceException problem = Run(Options with { LearnsWithin = 60 }, 200, _ => 0.69)!;
        Assert.Equal((DivergenceKind.StaysAtChance, 1L), (problem.Kind, problem.Since));
        Assert.Null(Run(Options with { LearnsWithin = 60 }, 200, step => step < 50 ? 0.69 : 0.5));
    }

    [Fact]
    public void A_gradient_that_explodes_is_stopped_and_one_large_batch_is_not()
    {
        Assert.Null(Run(new DivergenceOptions(), 200, _ => 0.5, step => step == 100 ? 1e6 : 1));
        DivergenceException problem = Run(new DivergenceOptions { Patience = 10 }, 200, _ => 0.5, step => step >= 100 ? 1000 : 1)!;
        Assert.Equal((DivergenceKind.ExplodingGradient, 100L), (problem.Kind, problem.Since));
    }

    /// <summary>Without a warm-up it is the first steps that break a run.</summary>
    [Theory]
    [InlineData(6, 25)]
    [InlineData(12, 25)]
    [InlineData(30, 25)]
    [InlineData(60, 200)]
    public void A_gradient_that_explodes_early_is_stopped_whatever_the_patience(long from, int patience)
    {
        DivergenceException problem = Run(new DivergenceOptions { Patience = patience }, 400, _ => 0.5, step => step >= from ? 1000 : 1)!;
        Assert.Equal((DivergenceKind.ExplodingGradient, from), (problem.Kind, problem.Since));
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void A_noisy_run_that_learns_is_never_stopped(int seed)
    {
        SeededRandom random = new(seed);
        Assert.Null(Run(Options, 2000, step => Math.Max(0.05, Chance * Math.Exp(-step / 400.0)) + (0.4 * ((random.NextBelow(1000) / 1000.0) - 0.5)), _ => 0.1 + random.NextBelow(50)));
    }

    [Fact]
    public void Equal_rates_are_named_together()
    {
        DivergenceGuard guard = new(Options);
        DivergenceException problem = Assert.Throws<DivergenceException>(() =>
        {
            for (long step = 1; step < 100; step++)
            {
                guard.OnStep(new StepReport(step, 0, step == 1 ? 0.7 : 9, [new GroupRate("query", 1e-3), new GroupRate("value", 1e-3)], 1, 1, 1));
            }
        });
        Assert.Contains("All of query, value are trained at 1.0e-3", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_run_at_an_absurd_rate_is_stopped_out_of_its_loop()
    {
        using TinyRun run = new(learningRate: 100);
        DivergenceException problem = Assert.Throws<DivergenceException>(() => run.Loop(new TrainingLoopOptions
        {
            Epochs = 20,
            Callbacks = [new DivergenceGuard(new DivergenceOptions { ChanceLoss = ChanceLoss.Of(run.Batches.Data), Patience = 5 })],
        }).Run());
        Assert.Equal(DivergenceKind.ExplodingLoss, problem.Kind);
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        Assert.Equal("LeftChance", Assert.Throws<ArgumentException>(() => new DivergenceGuard(Options with { LeftChance = 2 })).ParamName);
        Assert.Equal("ChanceLoss", Assert.Throws<ArgumentException>(() => new DivergenceGuard(Options with { ChanceLoss = double.NaN })).ParamName);
        Assert.Equal("Patience", Assert.Throws<ArgumentOutOfRangeException>(() => new DivergenceGuard(Options with { Patience = 0 })).ParamName);
        Assert.Equal("LearnsWithin", Assert.Throws<ArgumentException>(() => new DivergenceGuard(Options with { LearnsWithin = 0 })).ParamName);
    }

    private static DivergenceException? Run(DivergenceOptions options, int steps, Func<long, double> loss, Func<long, double>? norm = null)
    {
        DivergenceGuard guard = new(options);
        try
        {
            for (long step = 1; step <= steps; step++)
            {
                guard.OnStep(new StepReport(step, 0, loss(step), [new GroupRate("query", 1e-3), new GroupRate("value", 4e-3)], 1, 1, 1) { GradientNorm = norm?.Invoke(step) });
            }

            return null;
        }
        catch (DivergenceException problem)
        {
            return problem;
        }
    }
}
