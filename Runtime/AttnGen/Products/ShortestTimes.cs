using System.Diagnostics;
using TorchSharp;

namespace AttnGen.Products;

/// <summary>The shortest seconds that each of two kernels took for a product.</summary>
internal sealed class ShortestTimes(LinearKernel standard, LinearKernel other, torch.Tensor input, torch.Tensor weight, torch.Tensor otherWeight)
{
    public double Standard { get; private set; } = double.PositiveInfinity;

    public double Other { get; private set; } = double.PositiveInfinity;

    /// <summary>Computes it once by each.</summary>
    public void Take()
    {
        Standard = Math.Min(Standard, Seconds(standard, weight));
        Other = Math.Min(Other, Seconds(other, otherWeight));
    }

    private double Seconds(LinearKernel kernel, torch.Tensor by)
    {
        var began = Stopwatch.GetTimestamp();
        using var output = kernel.Product(input, by, null);
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
