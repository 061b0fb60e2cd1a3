using CsCheck;

namespace AttnGen.Training.Tests.Reports;

/// <summary>The paired bootstrap against resamples written by hand.</summary>
public sealed class PairedBootstrapTests
{
    private static readonly Gen<double[]> Differences = Gen.Int[-40, 40].Select(number => number / 8.0).Array[1, 12];

    /// <summary>Of -1 and 2 there are the resamples -1 -1, -1 2, 2 -1 and 2 2: means -1, 0.5, 0.5 and 2.</summary>
    [Fact]
    public void Two_pairs_have_four_resamples() => Assert.Equal(new PairedBootstrap(0.5, -1, 2, 0.25, 2, 4), PairedBootstrap.Of([-1, 2]));

    /// <summary>Half of four resamples leaves out one at each end.</summary>
    [Fact]
    public void A_lower_level_leaves_out_more() => Assert.Equal(new PairedBootstrap(0.5, 0.5, 0.5, 0.25, 2, 4), PairedBootstrap.Of([-1, 2], level: 0.5));

    /// <summary>The sums that are 0 or less: the eight without a 6, and -3 -3 6 in its three orders.</summary>
    [Fact]
    public void Three_pairs_have_27_resamples_and_the_interval_is_the_range_of_the_differences() =>
        Assert.Equal(new PairedBootstrap(1, -3, 6, 11 / 27.0, 3, 27), PairedBootstrap.Of([-3, 0, 6]));

    [Fact]
    public void One_pair_is_a_point() => Assert.Equal(new PairedBootstrap(0.25, 0.25, 0.25, 0, 1, 1), PairedBootstrap.Of([0.25]));

    /// <summary>Of 256 resamples 6 are left out at each end; the highest are 1 once and 0.75 twelve times.</summary>
    [Fact]
    public void Four_pairs_are_no_longer_the_range() => Assert.Equal(new PairedBootstrap(0.25, 0, 0.75, 81 / 256.0, 4, 256), PairedBootstrap.Of([0, 0, 0, 1]));

    [Fact]
    public void More_than_five_pairs_are_drawn_and_the_seed_decides()
    {
        double[] differences = [0.5, 1, -2, 3.5, 0.25, 1.5, -0.75, 2];
        Assert.Equal(PairedBootstrap.DefaultResamples, PairedBootstrap.Of(differences).Resamples);
        Assert.Equal(PairedBootstrap.Of(differences, seed: 3), PairedBootstrap.Of(differences, seed: 3));
        Assert.NotEqual(PairedBootstrap.Of(differences, resamples: 100, seed: 3), PairedBootstrap.Of(differences, resamples: 100, seed: 4));
    }

    /// <summary>All 3125 resamples of five pairs, and 3000 drawn ones, are of one distribution.</summary>
    [Fact]
    public void What_is_drawn_agrees_with_all_there_are()
    {
        double[] differences = [0.5, 1, -2, 3.5, 0.25];
        (PairedBootstrap all, PairedBootstrap drawn) = (PairedBootstrap.Of(differences), PairedBootstrap.Of(differences, resamples: 3000));
        Assert.Equal((3125, 3000), (all.Resamples, drawn.Resamples));
        Assert.Equal(all.Low, drawn.Low, 0.15);
        Assert.Equal(all.High, drawn.High, 0.15);
        Assert.Equal(all.ShareAtOrBelowZero, drawn.ShareAtOrBelowZero, 0.03);
    }

    [Fact]
    public void The_interval_holds_the_mean_and_lies_within_the_differences() => Differences.Sample(differences =>
    {
        PairedBootstrap found = PairedBootstrap.Of(differences, resamples: 4000);
        Assert.InRange(found.Mean, found.Low - 1e-12, found.High + 1e-12);
        Assert.InRange(found.Low, differences.Min(), differences.Max());
        Assert.InRange(found.High, differences.Min(), differences.Max());
        Assert.InRange(found.ShareAtOrBelowZero, 0, 1);
    }, iter: 200);

    [Fact]
    public void What_is_exchanged_gives_the_same_with_the_other_sign() => Differences.Sample(differences =>
    {
        (PairedBootstrap one, PairedBootstrap other) = (PairedBootstrap.Of(differences, resamples: 4000), PairedBootstrap.Of([.. differences.Select(difference => -difference)], resamples: 4000));
        Assert.Equal((one.Mean, one.Low, one.High), (-other.Mean, -other.High, -other.Low));
        Assert.True(one.ShareAtOrBelowZero + other.ShareAtOrBelowZero >= 1 - 1e-12);
    }, iter: 200);

    [Fact]
    public void Equal_scores_differ_by_nothing() => Gen.Double[-1, 1].Array[1, 8].Sample(scores =>
    {
        Dictionary<long, double> bySeed = scores.Select((score, seed) => ((long)seed, score)).ToDictionary();
        PairedBootstrap found = PairedBootstrap.Between(bySeed, bySeed)!;
        Assert.Equal((0.0, 0.0, 0.0, 1.0, scores.Length), (found.Mean, found.Low, found.High, found.ShareAtOrBelowZero, found.Pairs));
    }, iter: 100);

    [Fact]
    public void Pairs_are_the_seeds_of_both_in_whatever_order()
    {
        Dictionary<long, double> scores = new() { [3] = 0.75, [1] = 0.5, [9] = 1 };
        Dictionary<long, double> baseline = new() { [1] = 0.25, [2] = 0, [3] = 0.625 };
        PairedBootstrap found = PairedBootstrap.Between(scores, baseline)!;
        Assert.Equal((0.1875, 0.125, 0.25, 2), (found.Mean, found.Low, found.High, found.Pairs));
        Assert.Equal(found, PairedBootstrap.Between(scores.Reverse().ToDictionary(), baseline));
        Assert.Null(PairedBootstrap.Between(scores, new Dictionary<long, double> { [4] = 1 }));
    }

    [Fact]
    public void What_has_no_mean_is_refused()
    {
        Assert.Contains("no pair", Assert.Throws<ArgumentException>(() => PairedBootstrap.Of([])).Message, StringComparison.Ordinal);
        Assert.Contains("not finite", Assert.Throws<ArgumentException>(() => PairedBootstrap.Of([1, double.NaN])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => PairedBootstrap.Of([1], level: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PairedBootstrap.Of([1], level: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => PairedBootstrap.Of([1], resamples: 0));
    }
}
