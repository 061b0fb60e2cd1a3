using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using AttnGen.Gpu.Devices;
using AttnGen.Gpu.Measurements;

namespace AttnGen.Gpu.Runs;

/// <summary>Trains some steps, and writes what <c>lora.py --report</c> writes: the milliseconds of each, and lines of JSON.</summary>
internal static class StepCommand
{
    public const string Name = "step";
    public const string Shape = "--shape";
    public const string Steps = "--steps";
    public const string PrecisionName = "--precision";
    public const string Launches = "--launches";

    public static Command Command()
    {
        var device = DeviceOption.Create();
        var shape = new Option<string>(Shape) { Required = true, Description = "The encoder; a CPU gets a smaller batch, and fewer layers of the larger one." };
        shape.AcceptOnlyFromAmong([.. EncoderShape.Names]);
        var steps = new Option<int>(Steps) { DefaultValueFactory = _ => 10, Description = "How many steps." };
        var precision = new Option<Precision>(PrecisionName) { DefaultValueFactory = _ => Precision.BFloat16, Description = "Of the frozen matrices." };
        var launches = new Option<bool>(Launches) { Description = "Whether to count the kernels that a further step launches." };
        var command = new Command(Name, "AttnGen's training step: LoRA of rank 8 on Q and V.") { device, shape, steps, precision, launches };
        command.SetAction(parsed =>
        {
            var on = DeviceOption.Resolve(parsed.GetValue(device));
            Measure(EncoderShape.Of(parsed.GetValue(shape)!, on.type == TorchSharp.DeviceType.CUDA), on, parsed.GetValue(precision), parsed.GetValue(steps), parsed.GetValue(launches));
        });
        return command;
    }

    private static void Measure(EncoderShape shape, TorchSharp.torch.Device device, Precision precision, int steps, bool launches)
    {
        var machine = Machine.Of(device);
        var memory = DeviceMemory.Begin(device);
        using var step = new TunedStep(shape, device, precision);
        Report(new StepReport { Library = machine.LibTorch, Device = machine.IsGpu ? machine.Name : machine.Device, Trained = step.TrainableCount });
        var loss = float.NaN;
        for (var i = 0; i < steps; i++)
        {
            var began = Stopwatch.GetTimestamp();
            loss = step.Run();
            Console.WriteLine(Stopwatch.GetElapsedTime(began).TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
        }

        Report(new StepReport { Loss = loss });
        Report(new StepReport { Memory = memory.PeakMegabytes() });
        if (launches)
        {
            var (count, problem) = KernelLaunches.Of(device, () => step.Run());
            Report(new StepReport { Launches = count, LaunchesProblem = problem });
        }
    }

    private static void Report(StepReport report) => Console.WriteLine(GpuJson.Line(report, GpuJson.Lines.StepReport));
}
