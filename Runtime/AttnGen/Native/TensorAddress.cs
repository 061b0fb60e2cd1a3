using TorchSharp;

namespace AttnGen.Native;

/// <summary>Where a tensor's first element lies; TorchSharp shows it for the CPU's own element types only.</summary>
internal static class TensorAddress
{
    private static readonly Lazy<bool> StableInterfaceWorks = new(CheckStableInterface);

    public static nint Of(torch.Tensor tensor) => StableInterfaceWorks.Value ? ByStableInterface(tensor) : ByStorage(tensor);

    /// <summary>Where a parameter's gradient lies, or 0 where it has none. Without a wrapper of it: a step asks for every parameter's.</summary>
    public static nint OfGradient(torch.Tensor parameter)
    {
        if (!StableInterfaceWorks.Value)
        {
            using var wrapped = parameter.grad;
            return wrapped is null ? 0 : ByStorage(wrapped);
        }

        var gradient = TorchSharpLibrary.THSTensor_grad(parameter.Handle);
        GC.KeepAlive(parameter);
        if (gradient == 0)
        {
            return 0;
        }

        var code = LibTorch.aoti_torch_get_data_ptr(gradient, out var address);
        TorchSharpLibrary.THSTensor_dispose(gradient);
        LibTorch.Check(code, nameof(LibTorch.aoti_torch_get_data_ptr));
        return address;
    }

    internal static nint ByStableInterface(torch.Tensor tensor)
    {
        LibTorch.Check(LibTorch.aoti_torch_get_data_ptr(tensor.Handle, out var address));
        GC.KeepAlive(tensor);
        return address;
    }

    /// <summary>The way of libtorch versions whose stable interface lacks the call: what TorchSharp's own library exports.</summary>
    internal static nint ByStorage(torch.Tensor tensor)
    {
        var storage = TorchSharpLibrary.THSStorage_data_ptr(tensor.Handle);
        var address = storage == 0 ? 0 : storage + (nint)(tensor.storage_offset() * tensor.element_size());
        GC.KeepAlive(tensor);
        return address;
    }

    /// <summary>Looks, whatever device and element type the program has for its tensors by default.</summary>
    internal static bool CheckStableInterface()
    {
        try
        {
            using var whole = torch.zeros(8, dtype: torch.ScalarType.Float32, device: torch.CPU);
            using var part = whole.narrow(0, 3, 2);
            return ByStableInterface(part) is not 0 and var address && address == ByStorage(part);
        }
        catch (Exception problem) when (LibTorch.CannotServe(problem))
        {
            return false;
        }
    }
}
