using System.CommandLine;
using AttnGen.Gpu.Checks;
using AttnGen.Gpu.Devices;

namespace AttnGen.Gpu.Runs;

/// <summary>Runs the checks, and writes a line of JSON for each as soon as it is done.</summary>
internal static class CheckCommand
{
    public const string Name = "check";
    public const string Seed = "--seed";

    public static Command Command()
    {
        var (device, seed) = (DeviceOption.Create(), new Option<long>(Seed) { Description = "Of the random numbers; another one each time by default.", DefaultValueFactory = _ => Random.Shared.Next() });
        var command = new Command(Name, "The numerical checks, a line of JSON each; ends with 1 where one failed.") { device, seed };
        command.SetAction(parsed =>
        {
            var on = DeviceOption.Resolve(parsed.GetValue(device));
            var failed = 0;
            foreach (var check in CheckList.All)
            {
                var result = CheckList.Run(check, on, (ulong)parsed.GetValue(seed));
                failed += result.Problem is null ? 0 : 1;
                Console.WriteLine(GpuJson.Line(result, GpuJson.Lines.CheckResult));
            }

            return failed == 0 ? 0 : 1;
        });
        return command;
    }
}
