using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using AttnGen.Gpu.Checks;
using AttnGen.Gpu.Devices;
using AttnGen.Gpu.Measurements;

namespace AttnGen.Gpu.Runs;

/// <summary>Everything in turn, each in a process of its own; the results are written after each, so that what was interrupted leaves what it had.</summary>
internal sealed class RunCommand
{
    private const int Rounds = 3;
    private readonly long began = Stopwatch.GetTimestamp();
    private readonly TimeSpan time;
    private readonly string folder;
    private RunResults results;

    private RunCommand(TimeSpan time, string folder, RunResults results) => (this.time, this.folder, this.results) = (time, folder, results);

    private TimeSpan Left => time - Stopwatch.GetElapsedTime(began);

    private bool IsGpu => results.Device == DeviceOption.Cuda;

    public static Command Command()
    {
        var device = DeviceOption.Create();
        var python = new Option<string>("--python") { Description = "A Python with torch; without it PyTorch is not measured." };
        var script = new Option<string>("--script") { Description = "lora.py of AttnGen.Benchmarks." };
        var output = new Option<string>("--output") { DefaultValueFactory = _ => "results", Description = "The folder that the results go to." };
        var minutes = new Option<double>("--minutes") { DefaultValueFactory = _ => 8, Description = "When nothing more is begun." };
        var command = new Command("run", "The checks, the ceiling, and the steps of AttnGen and PyTorch in turn; ends with 1 where something failed.") { device, python, script, output, minutes };
        command.SetAction(parsed =>
        {
            var (program, file) = (parsed.GetValue(python), parsed.GetValue(script));
            var start = new RunResults { Device = parsed.GetValue(device) ?? (CudaDriver.HasGpu() ? DeviceOption.Cuda : DeviceOption.Cpu), Notes = [], Seed = Random.Shared.Next() };
            return new RunCommand(TimeSpan.FromMinutes(parsed.GetValue(minutes)), parsed.GetValue(output)!, start)
                .Execute(parsed.GetValue(device), program is null || file is null ? null : StepSide.PyTorch(program, file));
        });
        return command;
    }

    private int Execute(string? device, StepSide? pytorch)
    {
        Look(device);
        if (results.Machine is not null)
        {
            Check();
            MeasureCeiling();
        }

        if (pytorch is null)
        {
            Note("PyTorch was not measured: no Python with torch was named.");
        }

        StepSide[] sides = [.. results.Machine is null ? Array.Empty<StepSide>() : [StepSide.AttnGen], .. pytorch is null ? Array.Empty<StepSide>() : [pytorch]];
        foreach (var shape in EncoderShape.Names)
        {
            Train(EncoderShape.Of(shape, IsGpu), sides);
        }

        Console.WriteLine();
        Console.WriteLine(RunTable.Of(results));
        Console.WriteLine($"results: {results.Write(folder)}");
        return results.IsWhole ? 0 : 1;
    }

    /// <summary>Finds the device; where AttnGen's side cannot begin, PyTorch's still can.</summary>
    private void Look(string? device)
    {
        var output = ChildProcess.Own([MachineCommand.Name, .. device is null ? Array.Empty<string>() : [DeviceOption.Name, device]], Left);
        var machine = output.Lines.Select(line => GpuJson.Parse(line, GpuJson.Lines.Machine)).FirstOrDefault(found => found is not null);
        if (machine is null)
        {
            Note($"AttnGen was not measured, because TorchSharp could not begin: {output.Problem}");
            return;
        }

        results = results with { Device = machine.Device, Machine = machine };
        if (!machine.IsGpu)
        {
            var why = device == DeviceOption.Cpu ? "The CPU was asked for" : CudaDriver.HasGpu() ? "There is a GPU, and this libtorch was built without CUDA or for a newer driver (see ATTNGEN_LIBTORCH in gpu.sh)" : "There was no CUDA GPU";
            Note($"{why}: all of this ran on the CPU, on smaller batches and with 2 of the larger encoder's 18 layers.");
        }

        if (machine.LibTorchProblem is { } problem)
        {
            Note(problem);
        }
    }

    private void Check()
    {
        var output = ChildProcess.Own([CheckCommand.Name, DeviceOption.Name, results.Device, CheckCommand.Seed, results.Seed.ToString(CultureInfo.InvariantCulture)], Left);
        var done = output.Lines.Select(line => GpuJson.Parse(line, GpuJson.Lines.CheckResult)).OfType<CheckResult>().ToList();
        // A check that ended the process is the first one without a line.
        var missing = CheckList.All.Skip(done.Count).Select((check, i) => new CheckResult(check.Name, i == 0 ? $"The process did not survive it: {output.Problem}" : "It was not reached.", 0));
        Keep(results with { Checks = [.. done, .. missing] });
        Console.WriteLine($"{done.Count(check => check.Problem is null)} of {CheckList.All.Count} checks passed");
    }

    private void MeasureCeiling()
    {
        var output = ChildProcess.Own([CeilingCommand.Name, DeviceOption.Name, results.Device], Left);
        if (output.Lines.Select(line => GpuJson.Parse(line, GpuJson.Lines.Ceiling)).FirstOrDefault(found => found is not null) is { } ceiling)
        {
            Keep(results with { Ceiling = ceiling });
        }
        else
        {
            Note($"The ceiling was not measured: {output.Problem}");
        }
    }

    /// <summary>The sides in turn, so that a slow minute of the machine is in a round of each.</summary>
    private void Train(EncoderShape shape, IReadOnlyList<StepSide> sides)
    {
        var (warmUp, steps) = IsGpu ? (10, 40) : (1, 3);
        var samples = sides.ToDictionary(side => side.Name, _ => new List<StepSample>());
        var before = results.Steps;
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var side in sides)
            {
                if (Left <= TimeSpan.Zero)
                {
                    Note($"The time was up: {shape.Name} was left out from {side.Name} in round {round + 1} of {Rounds} on.");
                    return;
                }

                var task = new StepTask(shape, results.Device, Precision.BFloat16, warmUp + steps, round == 0, Left);
                var sample = StepSample.Of(side.Run(task), warmUp);
                samples[side.Name].Add(sample);
                Console.WriteLine($"{shape.Name}, {side.Name}, round {round + 1}: {sample}");
                Keep(results with { Steps = [.. before, .. sides.Select(each => StepResult.Of(task, each.Name, samples[each.Name], results.Ceiling))] });
            }
        }
    }

    private void Note(string note)
    {
        Console.WriteLine(note);
        Keep(results with { Notes = [.. results.Notes, note] });
    }

    private void Keep(RunResults next)
    {
        results = next;
        results.Write(folder);
    }
}
