using System.Runtime.Intrinsics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AttnGen.Native;

namespace AttnGen.Optimization.Kernels;

/// <summary>
/// One pass over a segment's buffers on libtorch's threads: addresses and numbers, as the threads see them. A pass is cut into parts that do not depend on
/// the number of threads, and so are its results.
/// </summary>
internal unsafe ref struct VectorPass
{
    /// <summary>What a buffer's length is a multiple of; two vectors divide it.</summary>
    public const int Multiple = 64;

    private const int MostParts = 256;
    private const long SmallestPart = 16_384;
    private const long PartsWorthAThread = 2;

    /// <summary>So many squares are added up in fp32 before they go to fp64.</summary>
    private const long Run = 2_048;

    private float* parameters;
    private void* gradients;
    private float* first;
    private float* second;
    private void* copy;
    private long length;
    private long part;
    private bool isBFloat16;
    private StepNumbers numbers;
    private fixed double squares[MostParts];

    public VectorPass(AdamWSegment segment)
    {
        parameters = (float*)TensorAddress.Of(segment.Parameters);
        gradients = (void*)TensorAddress.Of(segment.Gradients);
        first = (float*)TensorAddress.Of(segment.FirstMoment);
        second = (float*)TensorAddress.Of(segment.SecondMoment);
        isBFloat16 = segment.Copy is not null;
        copy = isBFloat16 ? (void*)TensorAddress.Of(segment.Copy!) : null;
        length = segment.Parameters.numel();
        var even = (length + MostParts - 1) / MostParts;
        part = Math.Max(SmallestPart, (even + Multiple - 1) / Multiple * Multiple);
    }

    private readonly long Parts => (length + part - 1) / part;

    /// <summary>The sum of the squares of the gradients; infinite or NaN where one is, or where a square overflows.</summary>
    public double SquaredNorm()
    {
        var parts = Parts;
        Start(&SquaresOfParts, parts);
        var sum = 0.0;
        for (var i = 0; i < parts; i++)
        {
            sum += squares[i];
        }

        return sum;
    }

    /// <summary>Updates everything and zeroes the gradients.</summary>
    public void Update(in StepNumbers step)
    {
        numbers = step;
        Start(&UpdateParts, Parts);
    }

    private void Start(delegate* unmanaged<long, long, void*, void> function, long parts)
    {
        fixed (void* self = &parameters)
        {
            LibTorch.Check(LibTorch.torch_parallel_for(0, parts, PartsWorthAThread, function, self));
        }
    }

    [UnmanagedCallersOnly]
    private static void SquaresOfParts(long from, long to, void* context)
    {
        var pass = (VectorPass*)context;
        for (var i = from; i < to; i++)
        {
            var (begin, end) = (i * pass->part, Math.Min((i + 1) * pass->part, pass->length));
            pass->squares[i] = pass->isBFloat16 ? Squares<BFloat16Lanes>(pass->gradients, begin, end) : Squares<Float32Lanes>(pass->gradients, begin, end);
        }
    }

    [UnmanagedCallersOnly]
    private static void UpdateParts(long from, long to, void* context)
    {
        var pass = (VectorPass*)context;
        var (begin, end) = (from * pass->part, Math.Min(to * pass->part, pass->length));
        if (pass->isBFloat16)
        {
            UpdateRange<BFloat16Lanes>(pass, begin, end);
        }
        else
        {
            UpdateRange<Float32Lanes>(pass, begin, end);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Squares<TLanes>(void* gradients, long begin, long end)
        where TLanes : struct, IElementLanes
    {
        var sum = 0.0;
        for (var start = begin; start < end; start += Run)
        {
            var stop = Math.Min(start + Run, end);
            var (one, two) = (Vector512<float>.Zero, Vector512<float>.Zero);
            for (var i = start; i < stop; i += 2 * Vector512<float>.Count)
            {
                var (x, y) = TLanes.Load(gradients, i);
                one = Vector512.MultiplyAddEstimate(x, x, one);
                two = Vector512.MultiplyAddEstimate(y, y, two);
            }

            sum += Vector512.Sum(one + two);
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void UpdateRange<TLanes>(VectorPass* pass, long begin, long end)
        where TLanes : struct, IElementLanes
    {
        var gradients = pass->gradients;
        var copy = pass->copy;
        var parameters = pass->parameters;
        var first = pass->first;
        var second = pass->second;
        var lanes = new StepLanes(pass->numbers);
        for (var i = begin; i < end; i += 2 * Vector512<float>.Count)
        {
            var (x, y) = TLanes.Load(gradients, i);
            TLanes.Clear(gradients, i);
            var j = i + Vector512<float>.Count;
            var one = lanes.Next(x, parameters + i, first + i, second + i);
            var two = lanes.Next(y, parameters + j, first + j, second + j);
            TLanes.StoreCopy(copy, i, one, two);
        }
    }
}
