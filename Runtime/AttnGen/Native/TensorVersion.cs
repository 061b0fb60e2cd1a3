using TorchSharp;

namespace AttnGen.Native;

/// <summary>How often a tensor was written to by libtorch's operations; TorchSharp does not show it.</summary>
internal static class TensorVersion
{
    /// <summary>The number, or null where there is none: this libtorch does not tell it, or the tensor was made in inference mode, which keeps none.</summary>
    public static long? Of(torch.Tensor tensor)
    {
        try
        {
            return (byte)LibTorch.Call("aten::is_inference", tensor) != 0 ? null : (long)LibTorch.Call("aten::_version", tensor);
        }
        catch (Exception problem) when (LibTorch.CannotServe(problem))
        {
            return null;
        }
    }
}
