using System.Diagnostics;
using TorchSharp;

namespace AttnGen.Products;

/// <summary>The shortest seconds that each kernel took for a product.</summary>
internal sealed class ShortestTimes
{
    public double Standard { get; private set; } = double.PositiveInfinity;

    public double OneDnn { get; private set; } = double.PositiveInfinity;

    /// <summary>Computes it once by each.</summary>
    public void Take(torch.Tensor input, torch.Tensor weight)
    {
        Standard = Math.Min(Standard, Seconds(StandardLinear.Instance, input, weight));
        OneDnn = Math.Min(OneDnn, Seconds(OneDnnLinear.Instance, input, weight));
    }

    private static double Seconds(LinearKernel kernel, torch.Tensor input, torch.Tensor weight)
    {
        var began = Stopwatch.GetTimestamp();
        using var output = kernel.Product(input, weight, null);
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
