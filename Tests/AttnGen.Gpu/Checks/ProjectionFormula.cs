using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Gpu.Checks;

/// <summary>
/// One projection in fp64 on the CPU, <c>y = x W^T + b + s (x A^T) B^T</c> (Hu et al. 2021, arXiv 2106.09685, equation 3), and its gradients
/// written out: nothing of autograd, and nothing of what is checked.
/// </summary>
/// <param name="Weight"><c>[out, in]</c>.</param>
/// <param name="Bias"><c>[out]</c>.</param>
/// <param name="Adapter">A <c>[rank, in]</c>, B <c>[out, rank]</c> and the scale, or null.</param>
internal sealed record ProjectionFormula(Tensor Weight, Tensor Bias, (Tensor Down, Tensor Up, double Scale)? Adapter)
{
    public Tensor Output(Tensor input)
    {
        using Scalar one = 1, scale = Adapter?.Scale ?? 0;
        var output = input.matmul(Weight.t()).add(Bias, one);
        return Adapter is var (down, up, _) ? output.add(input.matmul(down.t()).matmul(up.t()), scale) : output;
    }

    /// <summary>The gradient of the input, from the output's <c>[rows, out]</c>.</summary>
    public Tensor InputGradient(Tensor gradient)
    {
        using Scalar scale = Adapter?.Scale ?? 0;
        return gradient.matmul(Adapter is var (down, up, _) ? Weight.add(up.matmul(down), scale) : Weight);
    }

    /// <summary>The gradients of W and b.</summary>
    public static (Tensor Weight, Tensor Bias) FullGradients(Tensor input, Tensor gradient) => (gradient.t().matmul(input), gradient.sum([0]));

    /// <summary>The gradients of A and B.</summary>
    public (Tensor Down, Tensor Up) AdapterGradients(Tensor input, Tensor gradient)
    {
        var (down, up, factor) = Adapter ?? throw new InvalidOperationException("There is no adapter.");
        using Scalar scale = factor;
        return (up.t().matmul(gradient.t()).matmul(input).mul(scale), gradient.t().matmul(input.matmul(down.t())).mul(scale));
    }
}
