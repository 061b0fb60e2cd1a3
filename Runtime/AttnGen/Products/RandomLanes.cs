using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AttnGen.Products;

/// <summary>Eight streams of xoshiro128+ (Blackman and Vigna 2018, arXiv 1805.01407), one a lane: the same numbers on every processor.</summary>
internal struct RandomLanes
{
    private const ulong Increment = 0x9E3779B97F4A7C15;

    /// <summary>How many numbers of SplitMix64 the states of eight streams are.</summary>
    private const ulong StateNumbers = 16;

    private Vector256<uint> first;
    private Vector256<uint> second;
    private Vector256<uint> third;
    private Vector256<uint> fourth;

    /// <summary>Streams whose states come from a seed by SplitMix64, as the generator's authors advise.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="part">Which eight of the seed's streams: what is drawn in parts is the same however many threads draw them.</param>
    public RandomLanes(ulong seed, long part)
    {
        seed += (ulong)part * StateNumbers * Increment;
        (first, second, third, fourth) = (State(ref seed), State(ref seed), State(ref seed), State(ref seed));
    }

    /// <summary>The next number of each stream, uniform over all of 32 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<uint> Next()
    {
        var numbers = first + fourth;
        var shifted = second << 9;
        third ^= first;
        fourth ^= second;
        second ^= third;
        first ^= fourth;
        third ^= shifted;
        fourth = (fourth << 11) | (fourth >>> 21);
        return numbers;
    }

    private static Vector256<uint> State(ref ulong seed) => Vector256.Create(SplitMix(ref seed), SplitMix(ref seed), SplitMix(ref seed), SplitMix(ref seed)).AsUInt32();

    private static ulong SplitMix(ref ulong seed)
    {
        var mixed = seed += Increment;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
