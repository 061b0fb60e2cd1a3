using System.Numerics;
using System.Runtime.CompilerServices;

namespace AttnGen.Optimization.Kernels;

/// <summary>AdamW's formula on one vector of elements.</summary>
internal readonly unsafe struct StepLanes(in StepNumbers numbers)
{
    private readonly Vector<float> scale = new(numbers.Scale);
    private readonly Vector<float> keep = new(numbers.Keep);
    private readonly Vector<float> beta1 = new(numbers.Beta1);
    private readonly Vector<float> gain1 = new(numbers.Gain1);
    private readonly Vector<float> beta2 = new(numbers.Beta2);
    private readonly Vector<float> gain2 = new(numbers.Gain2);
    private readonly Vector<float> rate = new(numbers.Rate);
    private readonly Vector<float> root = new(numbers.Root);
    private readonly Vector<float> epsilon = new(numbers.Epsilon);

    /// <summary>Updates moments and parameters in place, and returns the parameters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<float> Next(Vector<float> gradient, float* parameters, float* first, float* second)
    {
        // Scaled before it is squared: the square of a small scale would be 0.
        var scaled = gradient * scale;
        var mean = Vector.MultiplyAddEstimate(scaled, gain1, Vector.Load(first) * beta1);
        var variance = Vector.MultiplyAddEstimate(scaled * scaled, gain2, Vector.Load(second) * beta2);
        Vector.Store(mean, first);
        Vector.Store(variance, second);
        var denominator = Vector.MultiplyAddEstimate(Vector.SquareRoot(variance), root, epsilon);
        var next = Vector.MultiplyAddEstimate(mean / denominator, rate, Vector.Load(parameters) * keep);
        Vector.Store(next, parameters);
        return next;
    }
}
