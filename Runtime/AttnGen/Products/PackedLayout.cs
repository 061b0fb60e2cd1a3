using AttnGen.Native;
using TorchSharp;

namespace AttnGen.Products;

/// <summary>oneDNN's own blocks, which its instructions for bfloat16 take as they are; one copy for each direction.</summary>
internal sealed class PackedLayout : WeightLayout
{
    public static PackedLayout Instance { get; } = new();

    public override string Name => "packed";

    public override torch.ScalarType Type => torch.ScalarType.BFloat16;

    public override bool IsForGradients => true;

    public override torch.Tensor Arrange(torch.Tensor weight)
    {
        using var dense = weight.contiguous();
        // The second argument is the number of rows, which is not known here.
        return torch.Tensor.UnsafeCreateTensor((nint)LibTorch.Call("mkldnn::_reorder_linear_weight", dense, argumentCount: 2));
    }

    /// <summary>Any: what libtorch chooses for bfloat16 is oneDNN's too, without its blocks.</summary>
    protected override bool Takes(LinearKernel kernel) => BFloat16Processor.HasInstructions == true;
}
