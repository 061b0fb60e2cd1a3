namespace AttnGen.Training.Tests.Divergence;

public sealed class ChanceLossTests
{
    [Fact]
    public void It_is_the_labels_entropy()
    {
        Assert.Equal(Math.Log(2), ChanceLoss.Of(Classes(0, 1, 1, 0)), 1e-12);
        Assert.Equal(-(0.25 * Math.Log(0.25)) - (0.75 * Math.Log(0.75)), ChanceLoss.Of(Classes(0, 1, 1, 1)), 1e-12);
        Assert.Equal(0, ChanceLoss.Of(Classes(1, 1)), 1e-12);
    }

    [Fact]
    public void For_scores_it_is_their_variance() =>
        Assert.Equal(1.25, ChanceLoss.Of(new TextDataset([.. new[] { 1f, 2, 3, 4 }.Select(score => new TextExample([1], score))], classes: null)), 1e-12);

    private static TextDataset Classes(params int[] labels) => new([.. labels.Select(label => new TextExample([1], label))], classes: 2);
}
