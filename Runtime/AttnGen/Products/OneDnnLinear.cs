using AttnGen.Native;
using TorchSharp;

namespace AttnGen.Products;

/// <summary>oneDNN by libtorch's C interface, for float32 and bfloat16 in the CPU's memory.</summary>
internal sealed unsafe class OneDnnLinear : LinearKernel
{
    public static OneDnnLinear Instance { get; } = new();

    public override string Name => "oneDNN";

    /// <summary>Asked before it is tried: libtorch writes a line to the error output for each product that oneDNN refuses.</summary>
    public override bool Serves(torch.ScalarType type) => type == torch.ScalarType.Float32 || (type == torch.ScalarType.BFloat16 && BFloat16Processor.IsServedByOneDnn);

    public override torch.Tensor Product(torch.Tensor input, torch.Tensor weight, torch.Tensor? bias)
    {
        var biasHandle = bias?.Handle ?? 0;
        nint result;
        using var signals = BlockedSignals.Begin();
        fixed (byte* none = "none\0"u8, empty = "\0"u8)
        {
            var algorithm = empty;
            LibTorch.Check(
                LibTorch.aoti_torch_cpu__linear_pointwise(input.Handle, weight.Handle, bias is null ? null : &biasHandle, none, null, 0, &algorithm, out result),
                "mkldnn::_linear_pointwise");
        }

        GC.KeepAlive(input);
        GC.KeepAlive(weight);
        GC.KeepAlive(bias);
        return torch.Tensor.UnsafeCreateTensor(result);
    }

    public override torch.Tensor ProductPlus(torch.Tensor input, torch.Tensor weight, torch.Tensor other)
    {
        nint result;
        using var signals = BlockedSignals.Begin();
        fixed (byte* add = "add\0"u8)
        {
            LibTorch.Check(LibTorch.aoti_torch_cpu__linear_pointwise_binary(input.Handle, other.Handle, weight.Handle, null, add, out result), "mkldnn::_linear_pointwise.binary");
        }

        GC.KeepAlive(input);
        GC.KeepAlive(other);
        GC.KeepAlive(weight);
        return torch.Tensor.UnsafeCreateTensor(result);
    }
}
