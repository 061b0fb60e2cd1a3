using System.CommandLine;
using AttnGen.Gpu.Devices;

namespace AttnGen.Gpu.Runs;

/// <summary>Writes what this machine is, as JSON.</summary>
internal static class MachineCommand
{
    public const string Name = "machine";

    public static Command Command()
    {
        var device = DeviceOption.Create();
        var command = new Command(Name, "The device and the libraries, as JSON.") { device };
        command.SetAction(parsed => Console.WriteLine(GpuJson.Line(Machine.Of(DeviceOption.Resolve(parsed.GetValue(device))), GpuJson.Lines.Machine)));
        return command;
    }
}
