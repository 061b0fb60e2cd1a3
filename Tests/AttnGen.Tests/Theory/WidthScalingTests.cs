namespace AttnGen.Tests.Theory;

public sealed class WidthScalingTests
{
    [Fact]
    public void The_rate_of_Q_and_K_falls_with_the_width_and_that_of_V_stays()
    {
        var wide = WidthScaling.Carry(1e-3, 4, tunedWidth: 384, width: 1536);
        Assert.Equal(2.5e-4, wide.LearningRate, 1e-12);
        Assert.Equal(16, wide.ValueLrScale, 1e-12);
        Assert.Equal(4e-3, wide.ValueLearningRate, 1e-12);
    }

    [Fact]
    public void There_and_back_is_the_same()
    {
        var wide = WidthScaling.Carry(3e-4, 2.5, 768, 4096);
        var back = WidthScaling.Carry(wide.LearningRate, wide.ValueLrScale, 4096, 768);
        Assert.Equal(3e-4, back.LearningRate, 1e-15);
        Assert.Equal(2.5, back.ValueLrScale, 1e-12);
        Assert.Equal(new ScaledRates(1e-3, 4), WidthScaling.Carry(1e-3, 4, 64, 64));
    }

    [Theory]
    [InlineData(0, 1, 1, 1, "learningRate")]
    [InlineData(double.NaN, 1, 1, 1, "learningRate")]
    [InlineData(1, -1, 1, 1, "valueLrScale")]
    [InlineData(1, double.PositiveInfinity, 1, 1, "valueLrScale")]
    [InlineData(1, 1, 0, 1, "tunedWidth")]
    [InlineData(1, 1, 1, -1, "width")]
    public void What_is_no_rate_or_width_is_refused_by_name(double rate, double lambda, long tuned, long width, string name) =>
        Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => WidthScaling.Carry(rate, lambda, tuned, width)).ParamName);
}
