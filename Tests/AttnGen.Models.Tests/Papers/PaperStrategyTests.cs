namespace AttnGen.Models.Tests.Papers;

/// <summary>Every strategy of the paper on RoBERTa-base: what is trained, in which group and at which rate.</summary>
public sealed class PaperStrategyTests(RobertaBase roberta) : IClassFixture<RobertaBase>
{
    public static IEnumerable<object[]> Strategies =>
        from targets in new[] { "Q", "K", "V", "QK", "QV", "KV", "QKV" }
        from method in new[] { ("full", 0), ("LoRA", 8), ("LoRA", 16), ("DoRA", 8), ("DoRA", 16) }
        select new object[] { targets, method.Item1, method.Item2 };

    [Theory]
    [MemberData(nameof(Strategies))]
    public void Each_group_has_the_parameters_that_the_names_say(string targets, string method, int rank)
    {
        var expected = AuthorsGroups.Of(targets, method, rank);
        var strategy = Find($"{method} {targets}{(rank == 0 ? "" : $" r{rank}")} l{(targets.Contains('V', StringComparison.Ordinal) ? 4 : 1)}");
        foreach (var grouping in new[] { Grouping.Strict, Grouping.Paper })
        {
            using var tuning = roberta.Begin(strategy.For<RobertaShape>(grouping));
            Assert.Equal(
                expected.Select(one => (grouping == Grouping.Paper ? one.Paper : one.Strict, one.Name, one.Count)).Order(),
                tuning.Groups.SelectMany(group => group.TunedParameters.Select(tuned => (group.Name, tuned.Path, tuned.Parameter.numel()))).Order());
            Assert.Equal(expected.Sum(one => one.Count), tuning.TrainableCount);
            Assert.All(tuning.Groups, group => Assert.Equal(group.Name == "value" ? strategy.Lambda * 1e-4 : 1e-4, group.BaseLearningRate, 1e-12));
        }
    }

    /// <summary>The counts that the paper and its authors' code give, and the authors' three groups, by hand.</summary>
    [Theory]
    [InlineData("full QKV l1", 21_853_442, 7_077_888, 7_669_248, 7_106_306)]
    [InlineData("full QV l1", 14_766_338, 7_077_888, 591_360, 7_097_090)]
    [InlineData("LoRA QV r8 l1", 887_042, 147_456, 591_360, 148_226)]
    [InlineData("LoRA QV r16 l1", 1_181_954, 294_912, 591_360, 295_682)]
    [InlineData("LoRA QKV r8 l1", 1_034_498, 147_456, 738_816, 148_226)]
    [InlineData("DoRA QV r8 l1", 905_474, 147_456, 591_360, 166_658)]
    [InlineData("DoRA QV r16 l1", 1_200_386, 294_912, 591_360, 314_114)]
    [InlineData("DoRA QKV r8 l1", 1_062_146, 147_456, 738_816, 175_874)]
    [InlineData("DoRA QKV r16 l1", 1_504_514, 294_912, 886_272, 323_330)]
    public void The_known_counts_are_met(string name, long all, long query, long key, long value)
    {
        using (var tuning = roberta.Begin(Find(name).For<RobertaShape>(Grouping.Paper)))
        {
            Assert.Equal((all, query, key, value), (tuning.TrainableCount, tuning.Groups[Matrix.Q].ParameterCount, tuning.Groups[Matrix.K].ParameterCount, tuning.Groups[Matrix.V].ParameterCount));
        }

        using var strict = roberta.Begin(Find(name).For<RobertaShape>());
        Assert.Equal((all, 592_130), (strict.TrainableCount, strict.Groups.Head.ParameterCount));
    }

    [Fact]
    public void All_of_them_are_there_once_and_make_different_strategies()
    {
        Assert.Equal((4 * 5 * 4) + (3 * 5), PaperStrategy.All.Count);
        Assert.Equal(PaperStrategy.All.Count, PaperStrategy.All.Select(strategy => strategy.ToString()).Distinct().Count());
        Assert.Equal(2 * PaperStrategy.All.Count, PaperStrategy.All.SelectMany(strategy => new[] { strategy.For<RobertaShape>(), strategy.For<RobertaShape>(Grouping.Paper) }).Distinct().Count());
        Assert.Equal("dora rank=8 alpha=8 dropout=0.1; Q x1; V x4; head x1; grouping of the paper", Find("DoRA QV r8 l4").For<RobertaShape>(Grouping.Paper).Description);
        Assert.Equal(Find("LoRA QV r16 l8"), new PaperStrategy(Matrix.Q | Matrix.V, PaperSettings.Lora(16), 8));
    }

    [Fact]
    public void Wrong_ones_are_refused()
    {
        Assert.Contains("V, whose rate it multiplies, is not tuned", Assert.Throws<ArgumentException>(() => new PaperStrategy(Matrix.Q, new FullTuning(), 4)).Message, StringComparison.Ordinal);
        Assert.Contains("is no projection", Assert.Throws<ArgumentException>(() => new PaperStrategy(Matrix.None, new FullTuning())).Message, StringComparison.Ordinal);
        Assert.Contains("is no projection", Assert.Throws<ArgumentException>(() => new PaperStrategy((Matrix)64, new FullTuning())).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new PaperStrategy(Matrix.V, new FullTuning(), double.NaN));
        Assert.Throws<ArgumentException>(() => new PaperStrategy(Matrix.V, new FullTuning()).For<RobertaShape>((Grouping)7));
    }

    [Fact]
    public void The_settings_are_the_papers()
    {
        var options = PaperSettings.Options(1000);
        Assert.Equal((0.9, 0.99, 1e-8, 1e-4, 0.0), (options.Beta1, options.Beta2, options.Epsilon, options.LearningRate, options.WeightDecay));
        Assert.Equal([1, 0.5, 0], new long[] { 0, 500, 1000 }.Select(options.Schedule.Factor));
        Assert.Equal(5e-5, PaperSettings.Options(7, 5e-5).LearningRate);
        Assert.Equal(new LoraTuning(8, 8, 0.1), PaperSettings.Lora(8));
        Assert.Equal(new DoraTuning(16, 8, 0.1), PaperSettings.Dora(16));
        Assert.Equal((128, 32), (PaperSettings.MaxLength, PaperSettings.BatchSize));
        Assert.Throws<ArgumentOutOfRangeException>(() => PaperSettings.Options(0));
        Assert.Throws<ArgumentException>(() => PaperSettings.Options(1, double.NaN));
    }

    private static PaperStrategy Find(string name) => PaperStrategy.All.Single(strategy => strategy.ToString() == name);
}
