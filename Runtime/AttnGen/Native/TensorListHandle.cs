using TorchSharp;

namespace AttnGen.Native;

/// <summary>A native list of tensors on its way to an operator, which takes ownership of it.</summary>
internal struct TensorListHandle
{
    private nint list;

    /// <summary>Makes a list of the tensors given; released again where something fails on the way.</summary>
    public static TensorListHandle Of(ReadOnlySpan<torch.Tensor> tensors)
    {
        LibTorch.Check(LibTorch.torch_new_list_reserve_size((nuint)tensors.Length, out var list));
        var handle = new TensorListHandle { list = list };
        try
        {
            foreach (var tensor in tensors)
            {
                LibTorch.Check(LibTorch.aoti_torch_new_tensor_handle(tensor.Handle, out var element));
                if (LibTorch.torch_list_push_back(list, (ulong)element) is not 0 and var code)
                {
                    _ = LibTorch.aoti_torch_delete_tensor_object(element);
                    LibTorch.Check(code, nameof(LibTorch.torch_list_push_back));
                }

                GC.KeepAlive(tensor);
            }
        }
        catch
        {
            handle.Release();
            throw;
        }

        return handle;
    }

    /// <summary>Gives the list to an operator's stack.</summary>
    public ulong Give()
    {
        var given = list;
        list = 0;
        return (ulong)given;
    }

    /// <summary>Releases a list that no operator took.</summary>
    public void Release()
    {
        if (list != 0)
        {
            _ = LibTorch.torch_delete_list(list);
            list = 0;
        }
    }
}
