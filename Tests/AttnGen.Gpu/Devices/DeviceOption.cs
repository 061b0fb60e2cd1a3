using System.CommandLine;
using TorchSharp;

namespace AttnGen.Gpu.Devices;

/// <summary>The choice of a device on the command line.</summary>
internal static class DeviceOption
{
    public const string Name = "--device";
    public const string Cuda = "cuda";
    public const string Cpu = "cpu";

    public static Option<string> Create()
    {
        var option = new Option<string>(Name) { Description = "cuda or cpu; a GPU where there is one by default." };
        option.AcceptOnlyFromAmong(Cuda, Cpu);
        return option;
    }

    /// <summary>The device, with float32 products as exact as float32 is.</summary>
    /// <param name="chosen">What was asked for, or null.</param>
    /// <exception cref="NotSupportedException">A GPU was asked for, and libtorch sees none.</exception>
    public static torch.Device Resolve(string? chosen)
    {
        var isThere = chosen != Cpu && torch.cuda.is_available();
        if (chosen == Cuda && !isThere)
        {
            throw new NotSupportedException("libtorch sees no CUDA GPU: there is none, its driver is missing, or this libtorch was built without CUDA (see ATTNGEN_LIBTORCH in gpu.sh).");
        }

        if (!isThere)
        {
            return torch.CPU;
        }

        torch.backends.cuda.matmul.allow_tf32 = false;
        return torch.CUDA;
    }
}
