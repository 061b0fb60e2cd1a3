using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace AttnGen.Adapters;

/// <summary>Low-rank adaptation of one projection: A <c>[rank, in]</c>, B <c>[out, rank]</c>.</summary>
internal sealed class LoraAdapter : Adapter
{
    private readonly LoraTuning lora;
    private Parameter a;
    private Parameter b;

    private LoraAdapter(LoraTuning lora, Parameter a, Parameter b)
    {
        this.lora = lora;
        this.a = a;
        this.b = b;
    }

    /// <inheritdoc/>
    public override TuningMethod Method => lora;

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, Parameter Parameter)> Parameters => [("lora_A.weight", a), ("lora_B.weight", b)];

    /// <summary>A, <c>[rank, in]</c>.</summary>
    public Parameter Down => a;

    /// <summary>B, <c>[out, rank]</c>.</summary>
    public Parameter Up => b;

    /// <summary>The rank.</summary>
    public int Rank => lora.Rank;

    /// <summary>The factor of the update: alpha / rank, or alpha / sqrt(rank).</summary>
    public double Scale => lora.Scale;

    /// <summary>Whether training zeroes parts of the input.</summary>
    public bool HasDropout => lora.Dropout > 0;

    /// <summary>
    /// A new adapter that changes nothing yet: A by Kaiming's uniform distribution with a = sqrt 5, which is U(-1/sqrt(in), 1/sqrt(in)), B zero.
    /// </summary>
    /// <param name="lora">The numbers.</param>
    /// <param name="weight">The projection's weight <c>[out, in]</c>; gives shapes, device and element type.</param>
    /// <param name="generator">Where A's numbers come from, or null for TorchSharp's default generator.</param>
    public static LoraAdapter Create(LoraTuning lora, Tensor weight, Generator? generator)
    {
        using var _ = no_grad();
        var (width, features) = (weight.shape[1], weight.shape[0]);
        var bound = 1 / Math.Sqrt(width);
        var type = ElementType(weight.dtype);
        // Drawn on the CPU, so that a seed means the same adapter on every device.
        using var drawn = rand(lora.Rank, width, dtype: type, generator: generator);
        var a = drawn.mul_(2 * bound).sub_(bound).to(weight.device, copy: true);
        var b = zeros(features, lora.Rank, dtype: type, device: weight.device);
        return new LoraAdapter(lora, Own(a), Own(b));
    }

    /// <summary>An adapter with given matrices, copied.</summary>
    /// <param name="lora">The numbers.</param>
    /// <param name="a"><c>[rank, in]</c>.</param>
    /// <param name="b"><c>[out, rank]</c>.</param>
    /// <param name="weight">The projection's weight; gives device and element type.</param>
    public static LoraAdapter FromMatrices(LoraTuning lora, Tensor a, Tensor b, Tensor weight)
    {
        using var _ = no_grad();
        var type = ElementType(weight.dtype);
        return new LoraAdapter(lora, Own(a.to(type, weight.device, copy: true)), Own(b.to(type, weight.device, copy: true)));
    }

    /// <inheritdoc/>
    public override Tensor Add(Tensor output, Tensor input, bool training)
    {
        var adapted = input.dtype == a.dtype ? input : input.to(a.dtype);
        var dropped = training && lora.Dropout > 0 ? functional.dropout(adapted, lora.Dropout, training: true) : adapted;
        using var low = functional.linear(dropped, a);
        using var update = functional.linear(low, b);
        using var same = update.dtype == output.dtype ? update.alias() : update.to(output.dtype);
        if (!ReferenceEquals(dropped, adapted))
        {
            dropped.Dispose();
        }

        if (!ReferenceEquals(adapted, input))
        {
            adapted.Dispose();
        }

        return output.add(same, lora.Scale);
    }

    /// <inheritdoc/>
    public override Tensor WeightUpdate()
    {
        using var product = b.detach().matmul(a.detach());
        return product.mul(lora.Scale);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        a.Dispose();
        b.Dispose();
    }

    /// <inheritdoc/>
    protected override void Move(ScalarType? dtype, Device? device)
    {
        using var _ = no_grad();
        var (oldA, oldB) = (a, b);
        a = Own(oldA.to(dtype ?? oldA.dtype, device ?? oldA.device, copy: true));
        b = Own(oldB.to(dtype ?? oldB.dtype, device ?? oldB.device, copy: true));
        oldA.Dispose();
        oldB.Dispose();
    }

    /// <summary>A frozen parameter that no dispose scope owns: a session makes it trainable, and the model's slot keeps it alive.</summary>
    private static Parameter Own(Tensor data)
    {
        var parameter = new Parameter(data, requires_grad: false);
        parameter.DetachFromDisposeScope();
        return parameter;
    }
}
