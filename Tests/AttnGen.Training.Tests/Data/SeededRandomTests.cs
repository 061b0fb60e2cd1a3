using CsCheck;

namespace AttnGen.Training.Tests.Data;

public sealed class SeededRandomTests
{
    [Theory]
    [InlineData(0, 0, 0x99ec5f36cb75f2b4, 0xbf6e1f784956452a, 0x1a5f849d4933e6e0, 0x6aa594f1262d2d2c)]
    [InlineData(1, 0, 0xb3f2af6d0fc710c5, 0x853b559647364cea, 0x92f89756082a4514, 0x642e1c7bc266a3a7)]
    [InlineData(1, 7, 0x16cd47cafa1617c5, 0x64c0d3f44a9b8a46, 0x9b5c1db17119bfd0, 0xa28e6e2df96d73d3)]
    [InlineData(-5, 3, 0x9240f34b77f99e50, 0xab0db5734a1c983f, 0x053c62137349f56e, 0xa9eb6e13f4471d75)]
    public void The_sequence_is_that_of_an_independent_implementation(long seed, long stream, ulong first, ulong second, ulong third, ulong fourth)
    {
        SeededRandom random = new(seed, stream);
        Assert.Equal([first, second, third, fourth], [random.Next(), random.Next(), random.Next(), random.Next()]);
    }

    [Fact]
    public void A_permutation_is_that_of_an_independent_implementation()
    {
        Assert.Equal([0, 2, 11, 3, 9, 10, 5, 7, 8, 6, 4, 1], new SeededRandom(42).Permutation(12));
        Assert.Equal([5, 3, 6, 9, 1, 8, 2, 11, 7, 10, 4, 0], new SeededRandom(42, 1).Permutation(12));
    }

    [Fact]
    public void A_permutation_has_each_number_once() =>
        Gen.Select(Gen.Long, Gen.Int[0, 200]).Sample((seed, count) =>
            new SeededRandom(seed).Permutation(count).Order().SequenceEqual(Enumerable.Range(0, count)));

    [Fact]
    public void Every_number_below_a_bound_is_equally_likely()
    {
        const int bound = 7;
        const int draws = 70_000;
        int[] counts = new int[bound];
        SeededRandom random = new(20);
        for (int i = 0; i < draws; i++)
        {
            counts[random.NextBelow(bound)]++;
        }

        double expected = (double)draws / bound;
        double chiSquare = counts.Sum(count => (count - expected) * (count - expected) / expected);
        Assert.True(chiSquare < 22.5, $"chi square {chiSquare} with 6 degrees of freedom, seed 20");
    }

    [Fact]
    public void A_real_number_lies_in_its_interval() =>
        Gen.Long.Sample(seed => new SeededRandom(seed).NextDouble() is >= 0 and < 1);

    [Fact]
    public void A_bound_of_nothing_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SeededRandom(1).NextBelow(0));
}
