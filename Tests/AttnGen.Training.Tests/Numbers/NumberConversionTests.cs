using AttnGen.Models.Bert;
using TorchSharp;

namespace AttnGen.Training.Tests.Numbers;

/// <summary>Every number that our operations give to libtorch is held until it has been read.</summary>
public sealed class NumberConversionTests
{
    private static readonly Lazy<NumberConversions> Conversions = new(() => new NumberConversions(typeof(torch).Assembly.Location));

    [Theory]
    [InlineData(typeof(TuningSession))]
    [InlineData(typeof(BertEncoder))]
    [InlineData(typeof(TrainingLoop))]
    public void Numbers_are_held_until_libtorch_has_read_them(Type ofAssembly)
    {
        IReadOnlyList<string> places = Conversions.Value.NotHeld(ofAssembly.Assembly.Location);

        Assert.True(places.Count == 0, $"The collector may free a number before libtorch has read it, in:\n{string.Join('\n', places)}\nHold it, `using Scalar one = 1;`, and call the overload that takes it.");
    }

    [Fact]
    public void What_is_not_held_is_found()
    {
        string[] found = [.. Conversions.Value.NotHeld(typeof(NumberConversionTests).Assembly.Location).Where(place => place.Contains($"/{nameof(Samples)}::", StringComparison.Ordinal))];

        Assert.Equal(
            [nameof(Samples.Passed), nameof(Samples.Forgotten), nameof(Samples.Inside), nameof(Samples.Deeper)],
            found.Select(place => place[(place.IndexOf("::", StringComparison.Ordinal) + 2)..place.IndexOf('(', StringComparison.Ordinal)]));
    }

    private static class Samples
    {
        public static torch.Tensor Passed(torch.Tensor x) => x.mul(2);

        public static torch.Tensor Forgotten(torch.Tensor x)
        {
            Scalar two = 2;
            return x.mul(two);
        }

        public static torch.Tensor Inside(torch.Tensor x) => x.add_(x);

        public static torch.Tensor Deeper(torch.Tensor x) => x + x;

        public static torch.Tensor Held(torch.Tensor x)
        {
            using Scalar zero = 0, one = 1, two = 2, three = 3, four = 4, five = 5;
            return x.mul(zero).add(x, one).mul(two).mul(three).mul(four).mul(five);
        }
    }
}
