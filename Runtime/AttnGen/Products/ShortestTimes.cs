using System.Diagnostics;
using TorchSharp;

namespace AttnGen.Products;

/// <summary>The shortest seconds that each of two kernels took for a product.</summary>
internal sealed class ShortestTimes(LinearKernel standard, LinearKernel other, torch.Tensor input, torch.Tensor weight)
{
    public double Standard { get; private set; } = double.PositiveInfinity;

    public double Other { get; private set; } = double.PositiveInfinity;

    /// <summary>Computes it once by each.</summary>
    public void Take()
    {
        Standard = Math.Min(Standard, Seconds(standard));
        Other = Math.Min(Other, Seconds(other));
    }

    private double Seconds(LinearKernel kernel)
    {
        var began = Stopwatch.GetTimestamp();
        using var output = kernel.Product(input, weight, null);
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
