using TorchSharp;

namespace AttnGen.Native;

/// <summary>How often a tensor was written to by libtorch's operations; TorchSharp does not show it.</summary>
internal static unsafe class TensorVersion
{
    /// <summary>The number, or null where there is none: this libtorch does not tell it, or the tensor was made in inference mode, which keeps none.</summary>
    public static long? Of(torch.Tensor tensor)
    {
        try
        {
            return (byte)Ask("aten::is_inference", tensor) != 0 ? null : Ask("aten::_version", tensor);
        }
        catch (Exception problem) when (LibTorch.CannotServe(problem))
        {
            return null;
        }
    }

    private static long Ask(string operation, torch.Tensor tensor)
    {
        LibTorch.Check(LibTorch.aoti_torch_new_tensor_handle(tensor.Handle, out var handle), nameof(LibTorch.aoti_torch_new_tensor_handle));
        var stack = (ulong)handle;
        LibTorch.Check(LibTorch.torch_call_dispatcher(operation, "", &stack, LibTorch.Version), operation);
        GC.KeepAlive(tensor);
        return (long)stack;
    }
}
