using TorchSharp;

namespace AttnGen.Products;

/// <summary>
/// The weight transposed: <c>x w^T</c> reads it row by row, as the backward pass reads the model's own. As the model has it oneDNN transposes it at each product, which is a fifth to a quarter of the
/// time of one with 256 rows (width 384, two threads), and less with more.
/// </summary>
internal sealed class TransposedLayout : WeightLayout
{
    public static TransposedLayout Instance { get; } = new();

    public override string Name => "transposed";

    public override torch.ScalarType Type => torch.ScalarType.Float32;

    public override bool IsForGradients => false;

    public override torch.Tensor Arrange(torch.Tensor weight)
    {
        using var columns = weight.t();
        using var rows = columns.contiguous();
        return rows.t();
    }

    protected override bool Takes(LinearKernel kernel) => kernel is OneDnnLinear;
}
