using TorchSharp;

namespace AttnGen.Training.Tests.Support;

/// <summary>How many tensors something holds, to hold against <see cref="torch.Tensor.TotalCount"/> after what has to leave none behind.</summary>
internal static class LiveTensors
{
    /// <summary>Those that earlier tests forgot are released first: the garbage collector would take them in the midst of what is counted.</summary>
    public static long Count()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return torch.Tensor.TotalCount;
    }
}
