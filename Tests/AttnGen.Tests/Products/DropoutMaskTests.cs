using AttnGen.Products;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Tests.Products;

public sealed class DropoutMaskTests
{
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.999)]
    public void The_share_that_is_kept_is_the_one_asked_for_and_no_two_places_depend_on_each_other(double rate)
    {
        var seed = Environment.TickCount & 0xffff;
        using var scope = NewDisposeScope();
        manual_seed(seed);
        const int count = 1 << 20;
        var mask = DropoutMask.Draw(rate);
        var kept = mask.Keep(ones(count)).to(ScalarType.Float64);
        var deviation = Math.Sqrt(rate * (1 - rate));
        Assert.Equal(1 / (1 - rate), mask.Factor);
        Within(kept.mean().item<double>() - (1 - rate), deviation, $"share, seed {seed}");

        // Products of centred neighbours, in the eight streams and across them, and with another mask.
        var centred = kept - (1 - rate);
        foreach (var lag in new[] { 1, 2, 3, 7, 8, 9, 16, 64, 384 })
        {
            var product = centred.narrow(0, 0, count - lag) * centred.narrow(0, lag, count - lag);
            Within(product.mean().item<double>(), deviation * deviation, $"lag {lag}, seed {seed}");
        }

        var other = DropoutMask.Draw(rate).Keep(ones(count)).to(ScalarType.Float64) - (1 - rate);
        Within((centred * other).mean().item<double>(), deviation * deviation, $"the next mask, seed {seed}");

        static void Within(double mean, double deviation, string what) => Assert.True(Math.Abs(mean) < 6 * deviation / Math.Sqrt(count), $"{what}: {mean}");
    }

    [Fact]
    public void It_is_the_same_for_each_tensor_of_a_shape_whatever_its_strides_type_and_tail()
    {
        using var scope = NewDisposeScope();
        for (var width = 1; width < 70; width++)
        {
            manual_seed(width);
            var mask = DropoutMask.Draw(0.4);
            var kept = mask.Keep(ones(3, width));
            var input = randn(width, 3).t();
            Assert.True((kept * input).equal(mask.Keep(input)).all().item<bool>());
            var half = input.to(ScalarType.BFloat16);
            Assert.True((kept.to(ScalarType.BFloat16) * half).equal(mask.Keep(half)).all().item<bool>());
            manual_seed(width);
            Assert.True(kept.equal(DropoutMask.Draw(0.4).Keep(ones(3, width))).all().item<bool>());
        }
    }

    /// <summary>Written down once, so that a later version, or another processor, goes on with a saved run as the one that wrote it.</summary>
    [Fact]
    public void A_seed_means_the_same_elements_everywhere()
    {
        using var scope = NewDisposeScope();
        const int part = 3;
        var lanes = new RandomLanes(12345, part);
        var streams = Enumerable.Range(0, 8).Select(Stream).ToArray();
        for (var i = 0; i < 100; i++)
        {
            var next = lanes.Next();
            Assert.Equal(streams.Select(Next), Enumerable.Range(0, 8).Select(lane => next[lane]));
        }

        // The generator as its authors write it, one stream at a time.
        static uint Next(uint[] s)
        {
            var result = s[0] + s[3];
            var t = s[1] << 9;
            s[2] ^= s[0];
            s[3] ^= s[1];
            s[1] ^= s[2];
            s[0] ^= s[3];
            s[2] ^= t;
            s[3] = System.Numerics.BitOperations.RotateLeft(s[3], 11);
            return result;
        }

        static uint[] Stream(int lane) => [.. Enumerable.Range(0, 4).Select(word => (uint)(SplitMix(12345, (16 * part) + (4 * word) + (lane / 2)) >> (32 * (lane % 2))))];

        static ulong SplitMix(ulong seed, int index)
        {
            var z = seed + ((ulong)(index + 1) * 0x9E3779B97F4A7C15);
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    [Fact]
    public void The_number_of_threads_changes_nothing()
    {
        using var scope = NewDisposeScope();
        var before = get_num_threads();
        try
        {
            Assert.Single(new[] { 1, 2, 3 }.Select(threads =>
            {
                set_num_threads(threads);
                manual_seed(9);
                return string.Concat(DropoutMask.Draw(0.3).Keep(ones(200_001)).data<float>().Select(kept => kept == 0 ? '0' : '1'));
            }).Distinct());
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [Fact]
    public void What_is_dropped_is_zero_even_where_it_was_not_finite()
    {
        using var scope = NewDisposeScope();
        var kept = DropoutMask.Draw(0.5).Keep(full(1000, float.NaN));
        Assert.InRange(kept.eq(0).sum().item<long>(), 400, 600);
    }

    [Fact]
    public void It_takes_what_the_fused_projections_compute_with_on_the_CPU()
    {
        using var scope = NewDisposeScope();
        Assert.True(DropoutMask.Takes(ones(1)));
        Assert.True(DropoutMask.Takes(ones(1, ScalarType.BFloat16)));
        Assert.False(DropoutMask.Takes(ones(1, ScalarType.Float64)));
    }
}
