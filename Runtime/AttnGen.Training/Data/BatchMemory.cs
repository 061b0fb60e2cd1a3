using TorchSharp;

namespace AttnGen.Training;

/// <summary>Where the tensors of a batch are filled, and how they come to their device.</summary>
internal sealed class BatchMemory(torch.Device? device)
{
    /// <summary>Whether they are filled in pinned memory, from which a GPU copies by itself: only for CUDA, and nothing else can read from there.</summary>
    public bool Pinned { get; } = device?.type == DeviceType.CUDA;

    /// <summary>Whether they are filled where they stay.</summary>
    public bool InPlace { get; } = device is null || device.type == DeviceType.CPU;

    /// <summary>A tensor in the host's memory, to be filled.</summary>
    public torch.Tensor New(long[] shape, torch.ScalarType type)
    {
        torch.Tensor tensor = torch.empty(shape, type);
        if (!Pinned)
        {
            return tensor;
        }

        // Without it a process that has not used the GPU before has no allocator of pinned memory.
        torch.InitializeDevice(device);
        using (tensor)
        {
            return tensor.pin_memory();
        }
    }

    /// <summary>The filled tensor on its device. A copy from pinned memory is under way when this returns: what uses it waits for it, and the allocator gives the memory to no one before.</summary>
    public torch.Tensor Move(torch.Tensor filled) => InPlace ? filled : filled.to(device!, non_blocking: Pinned);
}
