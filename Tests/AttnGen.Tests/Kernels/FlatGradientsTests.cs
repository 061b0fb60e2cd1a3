using AttnGen.Optimization.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Tests.Kernels;

public sealed class FlatGradientsTests
{
    [Fact]
    public void It_is_the_root_of_the_sum_of_all_squares()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            using var scope = NewDisposeScope();
            var random = new Random(seed);
            var values = Enumerable.Range(0, random.Next(1, 4))
                .Select(_ => Enumerable.Range(0, random.Next(1, 5000)).Select(_ => (float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-3, 4)))).ToArray())
                .ToList();
            var expected = Math.Sqrt(values.SelectMany(part => part).Sum(value => (double)value * value));

            var norm = FlatGradients.Norm([.. values.Select(part => tensor(part))]);

            Assert.True(Math.Abs(norm - expected) < 1e-5 * expected, $"{norm} for {expected} (seed {seed})");
        }
    }

    [Fact]
    public void Large_finite_gradients_have_a_finite_norm()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(3e30 * Math.Sqrt(2000), FlatGradients.Norm([full(1000, 3e30f), full(1000, -3e30f)]), 3e25 * Math.Sqrt(2000));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void One_value_that_is_not_finite_shows(float value)
    {
        using var scope = NewDisposeScope();
        var second = zeros(1000);
        second[737] = value;
        Assert.False(double.IsFinite(FlatGradients.Norm([ones(10), second, ones(10)])));
    }

    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float16)]
    public void Other_types_work(ScalarType type)
    {
        using var scope = NewDisposeScope();
        Assert.Equal(5, FlatGradients.Norm([tensor(new float[] { 3, 0, 4 }).to(type)]), 1e-9);
    }

    [Fact]
    public void No_gradients_have_no_norm() => Assert.Equal(0, FlatGradients.Norm([]));
}
