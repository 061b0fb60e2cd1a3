using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Gpu.Checks;

/// <summary>What a check computes with: a device, and random numbers that are other ones with each seed.</summary>
internal sealed class CheckInputs(Device device, ulong seed) : IDisposable
{
    private readonly Generator generator = new(seed);

    public Device Device => device;

    public ulong Seed => seed;

    /// <summary>Standard normal numbers in float32, drawn on the CPU: the same on every device.</summary>
    public Tensor Normal(params long[] shape) => randn(shape, generator: generator).to(device);

    /// <summary>The same with another standard deviation than 1.</summary>
    public Tensor Normal(long[] shape, double deviation)
    {
        using Scalar factor = deviation;
        return Normal(shape).mul_(factor);
    }

    /// <summary>The same device with numbers of a seed of their own, for what is to be repeated.</summary>
    public CheckInputs Again(ulong offset = 0) => new(device, seed + 1 + offset);

    public void Dispose() => generator.Dispose();
}
