using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using AttnGen.Native;

namespace AttnGen.Products;

/// <summary>A copy of numbers without those that dropout takes, on libtorch's threads: addresses and numbers, as the threads see them.</summary>
/// <param name="from">The first number.</param>
/// <param name="to">Where its copy goes.</param>
/// <param name="count">How many there are.</param>
/// <param name="isHalf">Whether each has 2 bytes, and not 4.</param>
/// <param name="seed">Decides which are kept.</param>
/// <param name="limit">A number is kept where 32 random bits are below this.</param>
internal readonly unsafe struct DropoutPass(nint from, nint to, long count, bool isHalf, ulong seed, uint limit)
{
    /// <summary>Numbers of a part, which has random streams of its own.</summary>
    private const long Part = 32_768;
    private const long PartsWorthAThread = 2;
    private static readonly Lazy<bool> HasThreads = new(CheckThreads);

    public void Run()
    {
        var (pass, parts) = (this, (count + Part - 1) / Part);
        if (HasThreads.Value)
        {
            LibTorch.Check(LibTorch.torch_parallel_for(0, parts, PartsWorthAThread, &KeepParts, &pass));
        }
        else
        {
            KeepParts(0, parts);
        }
    }

    private static bool CheckThreads()
    {
        try
        {
            LibTorch.Check(LibTorch.torch_parallel_for(0, 1, 1, &Nothing, null));
            return true;
        }
        catch (Exception problem) when (LibTorch.CannotServe(problem))
        {
            return false;
        }
    }

    [UnmanagedCallersOnly]
    private static void Nothing(long first, long end, void* context)
    {
    }

    [UnmanagedCallersOnly]
    private static void KeepParts(long first, long end, void* context) => ((DropoutPass*)context)->KeepParts(first, end);

    private void KeepParts(long first, long end)
    {
        for (var part = first; part < end; part++)
        {
            var (start, length, lanes) = (part * Part, Math.Min(Part, count - (part * Part)), new RandomLanes(seed, part));
            if (isHalf)
            {
                Keep((ushort*)from + start, (ushort*)to + start, length, lanes);
            }
            else
            {
                Keep((uint*)from + start, (uint*)to + start, length, lanes);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Keep(uint* source, uint* target, long length, RandomLanes lanes)
    {
        var least = Vector256.Create(limit);
        var whole = length - (length % Vector256<uint>.Count);
        for (var i = 0L; i < whole; i += Vector256<uint>.Count)
        {
            (Vector256.Load(source + i) & Vector256.LessThan(lanes.Next(), least)).Store(target + i);
        }

        var last = Vector256.LessThan(lanes.Next(), least);
        for (var i = whole; i < length; i++)
        {
            target[i] = source[i] & last[(int)(i - whole)];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Keep(ushort* source, ushort* target, long length, RandomLanes lanes)
    {
        var least = Vector256.Create(limit);
        var whole = length - (length % Vector256<ushort>.Count);
        for (var i = 0L; i < whole; i += Vector256<ushort>.Count)
        {
            (Vector256.Load(source + i) & Kept(ref lanes, least)).Store(target + i);
        }

        var last = Kept(ref lanes, least);
        for (var i = whole; i < length; i++)
        {
            target[i] = (ushort)(source[i] & last[(int)(i - whole)]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> Kept(ref RandomLanes lanes, Vector256<uint> least)
    {
        var lower = Vector256.LessThan(lanes.Next(), least);
        return Vector256.Narrow(lower, Vector256.LessThan(lanes.Next(), least));
    }
}
