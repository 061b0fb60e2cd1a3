using System.CommandLine;
using AttnGen.Gpu.Devices;
using AttnGen.Gpu.Measurements;

namespace AttnGen.Gpu.Runs;

/// <summary>Measures what the device does at best.</summary>
internal static class CeilingCommand
{
    public const string Name = "ceiling";

    public static Command Command()
    {
        var device = DeviceOption.Create();
        var command = new Command(Name, "The rates of large matrix products and of a copy, as JSON.") { device };
        command.SetAction(parsed => Console.WriteLine(GpuJson.Line(CeilingMeasurement.Measure(DeviceOption.Resolve(parsed.GetValue(device))), GpuJson.Lines.Ceiling)));
        return command;
    }
}
