using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Tests.Sessions;

/// <summary>What a program has set for the tensors that it makes, for the length of a test.</summary>
internal sealed class ProgramDefaults : IDisposable
{
    private readonly ScalarType type = get_default_dtype();
    private readonly Device device = get_default_device();

    public ProgramDefaults(ScalarType type, Device device)
    {
        set_default_dtype(type);
        set_default_device(device);
    }

    public void Dispose()
    {
        set_default_dtype(type);
        set_default_device(device);
    }
}
