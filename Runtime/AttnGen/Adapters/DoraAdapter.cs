using AttnGen.CompilerServices;
using AttnGen.Products;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace AttnGen.Adapters;

/// <summary>Weight-decomposed low-rank adaptation of one projection, by the formula of <see cref="DoraTuning"/>.</summary>
internal sealed class DoraAdapter : LowRankAdapter
{
    private Parameter magnitude;

    /// <param name="dora">The numbers.</param>
    /// <param name="weight">The projection's weight <c>[out, in]</c>.</param>
    /// <param name="tensors">A, B and the magnitude <c>[out]</c>; without the last it is the norm of the weight that A and B make.</param>
    public DoraAdapter(DoraTuning dora, Tensor weight, IReadOnlyList<Tensor> tensors)
        : base(dora, weight, tensors[0], tensors[1])
    {
        using var norm = tensors.Count > 2 ? tensors[2].alias() : Norm(weight);
        magnitude = Own(norm, Up.dtype, weight.device);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, Parameter Parameter)> Parameters => [.. base.Parameters, (PeftNames.Magnitude, magnitude)];

    /// <inheritdoc/>
    public override Tensor Add(Linear projection, Tensor output, Tensor input, bool training)
    {
        using var scope = NewDisposeScope();
        var isDropped = training && HasDropout;
        var adapted = input.to(Up.dtype);
        var (dropped, kept) = isDropped ? DropoutNode.Apply(adapted, Dropout) : (adapted, 1);
        var wide = output.to(Up.dtype);
        var plain = isDropped ? LinearProduct.WithoutBias(projection, dropped) : projection.bias is { } bias ? wide.sub(bias) : wide;
        var factor = Factor(projection.weight);
        using Scalar one = 1, plainScale = kept, updateScale = Scale * kept;
        // The factors of s B A x go into B, which is smaller than what it makes.
        var update = functional.linear(functional.linear(dropped, Down), Up.mul(factor.mul(updateScale).unsqueeze(1)));
        return wide.addcmul(plain, factor.sub(one), plainScale).add_(update, one).to(output.dtype).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor Merged(Tensor weight)
    {
        using var _ = no_grad();
        using var factor = Factor(weight);
        using var column = factor.unsqueeze(1);
        return Sum(weight).mul_(column);
    }

    /// <inheritdoc/>
    public override void Fit(Tensor weight)
    {
        using var _ = no_grad();
        using var norm = Norm(weight);
        magnitude.copy_(norm);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        magnitude.Dispose();
    }

    /// <inheritdoc/>
    protected override void Move(ScalarType? dtype, Device? device)
    {
        base.Move(dtype, device);
        magnitude = Moved(magnitude, dtype, device);
    }

    /// <summary>
    /// <c>m / ||W + s B A||</c>, <c>[out]</c>. A row of zeros has no direction, and its norm counts as 1 where the quotient would be none: the row stays zero.
    /// </summary>
    private Tensor Factor(Tensor weight)
    {
        using var norm = Norm(weight);
        using Scalar none = 0, one = 1;
        using var zero = norm.eq(none);
        norm.masked_fill_(zero, one);
        return magnitude.div(norm);
    }

    /// <summary>
    /// <c>||W + s B A||</c> of each row, a constant to the gradient. From the sum itself: <c>||W||^2 + 2 s W . B A + s^2 ||B A||^2</c> would make no matrix of W's size, has as many
    /// products (out * in * rank, less than a hundredth of the projection's own) and cancels where B A goes against W.
    /// </summary>
    private Tensor Norm(Tensor weight)
    {
        using var _ = no_grad();
        using var sum = Sum(weight);
        return sum.norm(1, keepdim: false, p: 2f);
    }
}
