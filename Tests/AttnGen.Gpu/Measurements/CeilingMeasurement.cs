using System.Diagnostics;
using AttnGen.Benchmarks.Speed;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Gpu.Measurements;

/// <summary>Measures the ceiling: medians over repeated runs, after a warm-up.</summary>
internal static class CeilingMeasurement
{
    private const int WarmUp = 3;
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(5);

    public static Ceiling Measure(Device device)
    {
        var isGpu = device.type == DeviceType.CUDA;
        var size = isGpu ? 8192 : 1024;
        var (copied, repetitions) = isGpu ? (1L << 30, 50) : (1L << 26, 15);
        return new Ceiling(
            Product(device, size, ScalarType.BFloat16, repetitions), Product(device, size, ScalarType.Float32, repetitions), Copy(device, copied, repetitions), size);
    }

    private static double Product(Device device, long size, ScalarType type, int repetitions)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var input = randn(size, size).to(type).to(device);
        var weight = randn(size, size).to(type).to(device);
        return 2.0 * size * size * size / Seconds(device, repetitions, () => nn.functional.linear(input, weight)) / 1e12;
    }

    private static double Copy(Device device, long bytes, int repetitions)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var source = randn(bytes / sizeof(float)).to(device);
        var target = empty_like(source);
        return 2.0 * bytes / Seconds(device, repetitions, () => target.copy_(source).alias()) / 1e9;
    }

    private static double Seconds(Device device, int repetitions, Func<Tensor> run)
    {
        var times = new List<double>();
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < WarmUp + repetitions && (times.Count == 0 || Stopwatch.GetElapsedTime(began) < Enough); i++)
        {
            var start = Stopwatch.GetTimestamp();
            using (run())
            {
                if (device.type == DeviceType.CUDA)
                {
                    cuda.synchronize();
                }
            }

            if (i >= WarmUp)
            {
                times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
        }

        return Spread.Of(times).Median;
    }
}
