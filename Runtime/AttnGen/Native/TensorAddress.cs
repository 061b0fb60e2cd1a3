using TorchSharp;

namespace AttnGen.Native;

/// <summary>Where a tensor's first element lies; TorchSharp shows it for the CPU's own element types only.</summary>
internal static class TensorAddress
{
    public static nint Of(torch.Tensor tensor)
    {
        LibTorch.Check(LibTorch.aoti_torch_get_data_ptr(tensor.Handle, out var address));
        GC.KeepAlive(tensor);
        return address;
    }
}
