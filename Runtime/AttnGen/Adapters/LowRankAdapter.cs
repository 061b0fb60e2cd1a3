using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Adapters;

/// <summary>An adapter of one projection with A <c>[rank, in]</c> and B <c>[out, rank]</c>.</summary>
internal abstract class LowRankAdapter : Adapter
{
    private readonly LowRankTuning method;

    /// <summary>An adapter with given matrices, copied.</summary>
    /// <param name="method">The numbers.</param>
    /// <param name="weight">The projection's weight; gives device and element type.</param>
    /// <param name="a"><c>[rank, in]</c>.</param>
    /// <param name="b"><c>[out, rank]</c>.</param>
    private protected LowRankAdapter(LowRankTuning method, Tensor weight, Tensor a, Tensor b)
    {
        this.method = method;
        Down = Own(a, ElementType(weight.dtype), weight.device);
        Up = Own(b, ElementType(weight.dtype), weight.device);
    }

    /// <inheritdoc/>
    public override TuningMethod Method => method;

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, Parameter Parameter)> Parameters => [(PeftNames.MatrixA, Down), (PeftNames.MatrixB, Up)];

    /// <summary>A, <c>[rank, in]</c>.</summary>
    public Parameter Down { get; private set; }

    /// <summary>B, <c>[out, rank]</c>.</summary>
    public Parameter Up { get; private set; }

    /// <summary>The rank.</summary>
    public int Rank => method.Rank;

    /// <summary>The factor of B A: alpha / rank. The alpha of a rank-stabilized file has been multiplied by sqrt(rank) as it was read.</summary>
    public double Scale => method.Scale;

    /// <summary>The probability with which training drops an element of the input.</summary>
    public double Dropout => method.Dropout;

    /// <summary>Whether training zeroes parts of the input.</summary>
    public bool HasDropout => Dropout > 0;

    /// <summary>
    /// A new adapter that changes nothing yet: A by Kaiming's uniform distribution with a = sqrt 5, which is U(-1/sqrt(in), 1/sqrt(in)), B zero.
    /// </summary>
    /// <param name="method">The kind and its numbers.</param>
    /// <param name="weight">The projection's weight <c>[out, in]</c>; gives shapes, device and element type.</param>
    /// <param name="generator">Where A's numbers come from, or null for TorchSharp's default generator.</param>
    public static LowRankAdapter Create(LowRankTuning method, Tensor weight, Generator? generator)
    {
        using var _ = no_grad();
        var (width, features) = (weight.shape[1], weight.shape[0]);
        var bound = 1 / Math.Sqrt(width);
        var type = ElementType(weight.dtype);
        // Drawn on the CPU, so that a seed means the same adapter on every device.
        using var a = rand(method.Rank, width, dtype: type, device: CPU, generator: generator);
        using Scalar range = 2 * bound, half = bound;
        a.mul_(range).sub_(half);
        using var b = zeros(features, method.Rank, dtype: type, device: CPU);
        return method.Adapter(weight, [a, b]);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Down.Dispose();
        Up.Dispose();
    }

    /// <summary><c>W + s B A</c>, in the adapter's element type.</summary>
    private protected Tensor Sum(Tensor weight)
    {
        var product = Up.detach().matmul(Down.detach());
        using Scalar scale = Scale, one = 1;
        return product.mul_(scale).add_(weight.detach(), one);
    }

    /// <inheritdoc/>
    protected override void Move(ScalarType? dtype, Device? device)
    {
        Down = Moved(Down, dtype, device);
        Up = Moved(Up, dtype, device);
    }

    /// <summary>A copy of a parameter elsewhere, in its place.</summary>
    private protected static Parameter Moved(Parameter old, ScalarType? dtype, Device? device)
    {
        var moved = Own(old, dtype ?? old.dtype, device ?? old.device);
        old.Dispose();
        return moved;
    }

    /// <summary>A frozen parameter that no dispose scope owns: a session makes it trainable, and the model's slot keeps it alive.</summary>
    private protected static Parameter Own(Tensor data, ScalarType type, Device device)
    {
        using var _ = no_grad();
        var parameter = new Parameter(data.to(type, device, copy: true), requires_grad: false);
        parameter.DetachFromDisposeScope();
        return parameter;
    }
}
