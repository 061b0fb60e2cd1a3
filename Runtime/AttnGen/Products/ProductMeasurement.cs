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

    /// <summary>
    /// Below this a layout is slower than none. What it gains is more the fewer the rows, and next to nothing with many: the margin is a side on which it comes out the same each time.
    /// </summary>
    private const double CopyMargin = 0.95;

    /// <summary>A gain that is this many times above the margin is decided by the fewest repetitions.</summary>
    private const double ClearlyAbove = 1.5;
    private const int Rows = 128;

    /// <summary>
    /// How much of an output is computed, in either direction: a wider one (more than 192 KB) is fresh memory at each product, whose first touch can take several times as long as the product
    /// and is the same for all kernels, while a step takes most of its memory from what it freed before.
    /// </summary>
    private const long Columns = 384;

    private const int Repetitions = 12;

    /// <summary>Not fewer: the first three or four products of a shape take several times as long as those that follow, and not equally so by each kernel.</summary>
    private const int LeastRepetitions = 7;
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(0.5);
    private const int CheckedRows = 32;
    private const int CheckedFeatures = 64;

    public static MeasuredProduct Fastest(long outFeatures, long inFeatures, ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        // Numbers of its own, so that the program's generator goes on as if nothing had been measured.
        using var generator = new Generator(0);
        using Scalar middle = 0.5;
        var input = rand(Rows, inFeatures, dtype: ScalarType.Float32, device: CPU, generator: generator).sub_(middle).to(type);
        var weight = rand(outFeatures, inFeatures, dtype: ScalarType.Float32, device: CPU, generator: generator).sub_(middle).to(type);
        var isOneDnn = IsExact(OneDnnLinear.Instance, input, weight) && Gain(StandardLinear.Instance, OneDnnLinear.Instance, null, input, weight) > Margin;
        LinearKernel kernel = isOneDnn ? OneDnnLinear.Instance : StandardLinear.Instance;
        var layout = WeightLayout.For(outFeatures, inFeatures, type, kernel);
        var pays = layout is not null && IsExact(new LayoutLinear(layout), input, weight) && Gain(kernel, OneDnnLinear.Instance, layout, input, weight) > CopyMargin;
        return new MeasuredProduct(outFeatures, inFeatures, type, kernel, pays ? layout : null);
    }

    /// <summary>Whether a kernel's relative error against fp64 is that of the element type, by numbers of a small shape that are always the same.</summary>
    public static bool IsExact(LinearKernel kernel, ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        return IsExact(kernel, Evenly(1, 32).sin().to(type), Evenly(2, 64).cos().to(type));

        static Tensor Evenly(int end, int rows) => linspace(-end, end, rows * 48, dtype: ScalarType.Float32, device: CPU).view(rows, 48);
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
    /// The standard kernel's time by another's, forward and backward. On one thread, and each product's shortest time of several short ones in turn: two
    /// threads wait for each other, so that what else the machine does would decide.
    /// </summary>
    /// <param name="standard">The kernel that is there in any case.</param>
    /// <param name="other">The one that may be faster.</param>
    /// <param name="layout">How the other's weights are laid out, or null for as they are.</param>
    /// <param name="input"><c>[rows, in]</c>.</param>
    /// <param name="weight"><c>[out, in]</c>.</param>
    internal static double Gain(LinearKernel standard, LinearKernel other, WeightLayout? layout, Tensor input, Tensor weight)
    {
        using var one = OneThread.Begin();
        var part = weight.narrow(0, 0, Math.Min(Columns, weight.shape[0]));
        var forward = new ShortestTimes(standard, other, input, part, layout is null ? part : layout.Arrange(part));
        // A part of its columns of its own: a view of such takes oneDNN many times as long.
        var back = weight.narrow(1, 0, Math.Min(Columns, weight.shape[1])).contiguous().t();
        var backward = new ShortestTimes(standard, other, StandardLinear.Instance.Product(input, weight, null), back, layout is { IsForGradients: true } ? layout.Arrange(back) : back);
        var began = Stopwatch.GetTimestamp();
        var gain = Margin;
        for (var i = 0; i < LeastRepetitions || (i < Repetitions && gain < Margin * ClearlyAbove && Stopwatch.GetElapsedTime(began) < Enough); i++)
        {
            forward.Take();
            backward.Take();
            gain = (forward.Standard + backward.Standard) / (forward.Other + backward.Other);
        }

        return gain;
    }
}
