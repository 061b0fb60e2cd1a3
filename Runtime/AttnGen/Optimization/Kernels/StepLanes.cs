using System.Runtime.Intrinsics;
using System.Runtime.CompilerServices;

namespace AttnGen.Optimization.Kernels;

/// <summary>AdamW's formula on one vector of elements.</summary>
internal readonly unsafe struct StepLanes(in StepNumbers numbers)
{
    private readonly Vector512<float> scale = Vector512.Create(numbers.Scale);
    private readonly Vector512<float> keep = Vector512.Create(numbers.Keep);
    private readonly Vector512<float> beta1 = Vector512.Create(numbers.Beta1);
    private readonly Vector512<float> gain1 = Vector512.Create(numbers.Gain1);
    private readonly Vector512<float> beta2 = Vector512.Create(numbers.Beta2);
    private readonly Vector512<float> gain2 = Vector512.Create(numbers.Gain2);
    private readonly Vector512<float> rate = Vector512.Create(numbers.Rate);
    private readonly Vector512<float> root = Vector512.Create(numbers.Root);
    private readonly Vector512<float> epsilon = Vector512.Create(numbers.Epsilon);

    /// <summary>Updates moments and parameters in place, and returns the parameters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Next(Vector512<float> gradient, float* parameters, float* first, float* second)
    {
        // Scaled before it is squared: the square of a small scale would be 0.
        var scaled = gradient * scale;
        var mean = Vector512.MultiplyAddEstimate(scaled, gain1, Vector512.Load(first) * beta1);
        var variance = Vector512.MultiplyAddEstimate(scaled * scaled, gain2, Vector512.Load(second) * beta2);
        Vector512.Store(mean, first);
        Vector512.Store(variance, second);
        var denominator = Vector512.MultiplyAddEstimate(Vector512.Sqrt(variance), root, epsilon);
        var next = Vector512.MultiplyAddEstimate(mean / denominator, rate, Vector512.Load(parameters) * keep);
        Vector512.Store(next, parameters);
        return next;
    }
}
