using TorchSharp;

namespace AttnGen.Tests.Sessions;

/// <summary>A test that needs a CUDA GPU and a build with <c>AttnGenBackend=cuda</c>; skipped with that reason elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CudaFactAttribute : FactAttribute
{
    public CudaFactAttribute()
    {
        if (!torch.cuda.is_available())
        {
            Skip = "There is no CUDA GPU, or the tests were built without AttnGenBackend=cuda.";
        }
    }
}
