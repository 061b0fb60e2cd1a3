using TorchSharp;

namespace AttnGen.Training.Tests.Data;

public sealed class BatchMemoryTests
{
    [Theory]
    [InlineData(null, false, true)]
    [InlineData(DeviceType.CPU, false, true)]
    [InlineData(DeviceType.CUDA, true, false)]
    [InlineData(DeviceType.MPS, false, false)]
    public void Only_what_goes_to_CUDA_is_pinned_and_only_what_stays_is_filled_in_place(DeviceType? type, bool pinned, bool inPlace)
    {
        BatchMemory memory = new(type is { } device ? new torch.Device(device) : null);
        Assert.Equal((pinned, inPlace), (memory.Pinned, memory.InPlace));
    }

    [Fact]
    public void What_stays_is_not_copied()
    {
        using torch.Tensor filled = new BatchMemory(torch.CPU).New([2, 3], torch.ScalarType.Int64);
        Assert.Same(filled, new BatchMemory(torch.CPU).Move(filled));
        Assert.Equal([2L, 3L], filled.shape);
    }
}
