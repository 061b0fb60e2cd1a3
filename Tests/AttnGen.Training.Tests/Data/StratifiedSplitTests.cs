using CsCheck;

namespace AttnGen.Training.Tests.Data;

public sealed class StratifiedSplitTests
{
    private static readonly Gen<(int[] Labels, int First, int Second, long Seed)> Cases =
        from labels in Gen.Int[0, 3].Array[1, 120]
        from first in Gen.Int[0, labels.Length]
        from second in Gen.Int[0, labels.Length - first]
        from seed in Gen.Long
        select (labels, first, second, seed);

    [Fact]
    public void Parts_are_disjoint_and_have_their_sizes() => Cases.Sample(split =>
    {
        int[][] parts = StratifiedSplit.Of(split.Labels, split.Seed, split.First, split.Second);
        int[] all = [.. parts.SelectMany(part => part)];
        return parts[0].Length == split.First && parts[1].Length == split.Second
            && all.Distinct().Count() == all.Length && all.All(index => index >= 0 && index < split.Labels.Length);
    });

    [Fact]
    public void A_part_has_each_class_in_its_share() => Cases.Sample(split =>
    {
        int[] part = StratifiedSplit.Of(split.Labels, split.Seed, split.First)[0];
        return split.Labels.Distinct().All(label =>
        {
            double share = (double)split.First * split.Labels.Count(other => other == label) / split.Labels.Length;
            return Math.Abs(part.Count(index => split.Labels[index] == label) - share) <= 1;
        });
    });

    [Fact]
    public void One_seed_gives_one_split_and_another_seed_another()
    {
        int[] labels = [.. Enumerable.Range(0, 100).Select(i => i % 2)];
        Assert.Equal(StratifiedSplit.Of(labels, 3, 40)[0], StratifiedSplit.Of(labels, 3, 40)[0]);
        Assert.NotEqual(StratifiedSplit.Of(labels, 3, 40)[0], StratifiedSplit.Of(labels, 4, 40)[0]);
    }

    [Fact]
    public void More_than_there_is_is_refused() =>
        Assert.Contains("need 3 examples, but there are 2", Assert.Throws<ArgumentException>(() => StratifiedSplit.Of([0, 1], 0, 2, 1)).Message, StringComparison.Ordinal);
}
