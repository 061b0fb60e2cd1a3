using AttnGen.Native;
using TorchSharp;

namespace AttnGen.Products;

/// <summary>oneDNN's own blocks, which its instructions for bfloat16 take as they are; one copy for each direction.</summary>
internal sealed unsafe class PackedLayout : WeightLayout
{
    public static PackedLayout Instance { get; } = new();

    public override string Name => "packed";

    public override torch.ScalarType Type => torch.ScalarType.BFloat16;

    public override bool IsForGradients => true;

    public override torch.Tensor Arrange(torch.Tensor weight)
    {
        using var dense = weight.contiguous();
        LibTorch.Check(LibTorch.aoti_torch_new_tensor_handle(dense.Handle, out var handle), nameof(LibTorch.aoti_torch_new_tensor_handle));
        // The second argument is the number of rows, which is not known here.
        var stack = stackalloc ulong[2];
        (stack[0], stack[1]) = ((ulong)handle, 0);
        LibTorch.Check(LibTorch.torch_call_dispatcher("mkldnn::_reorder_linear_weight", "", stack, LibTorch.Version), "mkldnn::_reorder_linear_weight");
        GC.KeepAlive(dense);
        return torch.Tensor.UnsafeCreateTensor((nint)stack[0]);
    }

    /// <summary>Any: what libtorch chooses for bfloat16 is oneDNN's too, without its blocks.</summary>
    protected override bool Takes(LinearKernel kernel) => BFloat16Processor.HasInstructions == true;
}
