using AttnGen.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Products;

/// <summary>
/// Which elements of a tensor dropout keeps (Srivastava et al. 2014). It is a seed, from which the backward pass draws the same again: no mask is stored. The seed comes
/// from TorchSharp's default generator, so that <c>manual_seed</c> and a saved run decide it.
/// </summary>
internal sealed class DropoutMask
{
    private const double NumbersCount = 1L << 32;

    private readonly ulong seed;
    private readonly uint limit;

    private DropoutMask(ulong seed, double rate)
    {
        this.seed = seed;
        limit = (uint)Math.Clamp(Math.Round((1 - rate) * NumbersCount), 1, uint.MaxValue);
        Factor = 1 / (1 - rate);
    }

    /// <summary>What the kept elements are multiplied by, so that the mean stays: 1 / (1 - rate). <see cref="Keep(Tensor)"/> leaves it to its caller, who has a factor already.</summary>
    public double Factor { get; }

    /// <summary>Whether elements of a tensor can be dropped here.</summary>
    public static bool Takes(Tensor input) => input.device_type == DeviceType.CPU && input.dtype is ScalarType.Float32 or ScalarType.BFloat16;

    /// <summary>A new mask.</summary>
    /// <param name="rate">The probability of dropping an element, in [0, 1).</param>
    public static DropoutMask Draw(double rate)
    {
        using var seed = randint(long.MaxValue, 1, ScalarType.Int64, device: CPU);
        return new DropoutMask((ulong)seed.item<long>(), rate);
    }

    /// <summary>A tensor with the dropped elements zero, not recorded by autograd: the same elements for each tensor of the shape.</summary>
    /// <param name="input">Of any strides; stays as it is.</param>
    public Tensor Keep(Tensor input)
    {
        using var _ = no_grad();
        using var source = input.contiguous();
        var kept = empty_like(source);
        new DropoutPass(TensorAddress.Of(source), TensorAddress.Of(kept), source.numel(), source.element_size() == sizeof(ushort), seed, limit).Run();
        GC.KeepAlive(source);
        GC.KeepAlive(kept);
        return kept;
    }
}
