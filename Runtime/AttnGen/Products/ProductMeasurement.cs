using System.Diagnostics;
using AttnGen.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Products;

/// <summary>Finds the fastest kernel for a shape on this machine, among those that are exact enough.</summary>
internal static class ProductMeasurement
{
    /// <summary>How much faster than libtorch's own choice a kernel must be: less could come out differently the next time.</summary>
    private const double Margin = 1.15;

    /// <summary>A gain that is this many times below the margin is decided by the fewest repetitions.</summary>
    private const double ClearlyBelow = 1.1;

    /// <summary>The same above it: further off, as what else the machine does must not make the choice differ between two runs.</summary>
    private const double ClearlyAbove = 1.5;
    private const int Rows = 128;
    private const int Repetitions = 12;
    private const int LeastRepetitions = 3;
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(0.5);
    private const int CheckedRows = 32;
    private const int CheckedFeatures = 64;

    public static LinearKernel Fastest(long outFeatures, long inFeatures, ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        // Numbers of its own, so that the program's generator goes on as if nothing had been measured.
        using var generator = new Generator(0);
        using Scalar middle = 0.5;
        var input = rand(Rows, inFeatures, dtype: ScalarType.Float32, device: CPU, generator: generator).sub_(middle).to(type);
        var weight = rand(outFeatures, inFeatures, dtype: ScalarType.Float32, device: CPU, generator: generator).sub_(middle).to(type);
        return IsExact(OneDnnLinear.Instance, input, weight) && Gain(input, weight) > Margin ? OneDnnLinear.Instance : StandardLinear.Instance;
    }

    /// <summary>Whether a kernel's relative error against fp64 is that of the element type, forward and backward.</summary>
    public static bool IsExact(LinearKernel kernel, Tensor input, Tensor weight)
    {
        if (!kernel.Serves(weight.dtype))
        {
            return false;
        }

        try
        {
            var some = input.narrow(0, 0, Math.Min(CheckedRows, input.shape[0]));
            var part = weight.narrow(0, 0, Math.Min(CheckedFeatures, weight.shape[0]));
            var bias = part.select(1, 0).contiguous();
            var output = kernel.Product(some, part, bias);
            var forward = Error(output, some, part, bias);
            var backward = Error(kernel.Product(output, part.t(), null), output, part.t(), null);
            // The backward pass adds a product to what there is.
            var sum = Error(kernel.ProductPlus(output, part.t(), some.clone()), output, part.t(), some);
            var bound = weight.dtype == ScalarType.Float32 ? 1e-5 : 2e-2;
            // No comparison holds for NaN.
            return forward < bound && backward < bound && sum < bound;
        }
        catch (Exception problem) when (LibTorch.CannotServe(problem))
        {
            return false;
        }
    }

    private static double Error(Tensor output, Tensor input, Tensor weight, Tensor? added)
    {
        var exact = input.to(ScalarType.Float64).matmul(weight.to(ScalarType.Float64).t());
        if (added is not null)
        {
            using Scalar one = 1;
            exact.add_(added.to(ScalarType.Float64), one);
        }

        return output.to(ScalarType.Float64).sub(exact).norm().div(exact.norm()).item<double>();
    }

    /// <summary>
    /// The standard kernel's time by oneDNN's, forward and backward. On one thread, and each product's shortest time of several short ones in turn: two
    /// threads wait for each other, so that what else the machine does would decide.
    /// </summary>
    private static double Gain(Tensor input, Tensor weight)
    {
        using var one = OneThread.Begin();
        var (forward, backward) = (new ShortestTimes(), new ShortestTimes());
        var back = weight.t();
        using var output = StandardLinear.Instance.Product(input, weight, null);
        var began = Stopwatch.GetTimestamp();
        var gain = Margin;
        for (var i = 0; i < LeastRepetitions || (i < Repetitions && gain is > Margin / ClearlyBelow and < Margin * ClearlyAbove && Stopwatch.GetElapsedTime(began) < Enough); i++)
        {
            forward.Take(input, weight);
            backward.Take(output, back);
            gain = (forward.Standard + backward.Standard) / (forward.OneDnn + backward.OneDnn);
        }

        return gain;
    }
}
