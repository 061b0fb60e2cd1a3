using AttnGen.Gpu.Checks;
using AttnGen.Gpu.Devices;
using AttnGen.Gpu.Measurements;
using AttnGen.Gpu.Runs;
using AttnGen.Tests.Shared;
using TorchSharp;

namespace AttnGen.Gpu.Tests;

public sealed class RunTests
{
    private static readonly StepTask Task = new(EncoderShape.Of(EncoderShape.RobertaBase, isGpu: false), "cpu", Precision.BFloat16, 4, false, TimeSpan.Zero);

    [Fact]
    public void The_lines_of_a_process_are_its_steps_and_its_report_and_what_libtorch_says_between_is_passed_over()
    {
        var sample = StepSample.Of(new ChildOutput(["[W] a warning", "{\"library\": \"2.11.0\", \"trained\": 7}", "90.5", "10", "{", "12", "11", "{\"loss\": 0.7}", "{\"memory\": 100.5}", "{\"launches\": 431}"], null), warmUp: 1);
        Assert.Equal([10, 12, 11], sample.Milliseconds);
        Assert.Equal(new StepReport { Library = "2.11.0", Trained = 7, Loss = 0.7, Memory = 100.5, Launches = 431 }, sample.Report);
        Assert.Null(sample.Problem);
        Assert.Equal("11.0 ms", sample.ToString());
    }

    [Fact]
    public void A_process_that_fails_keeps_what_it_had_and_one_whose_loss_is_not_finite_has_failed()
    {
        var sample = StepSample.Of(new ChildOutput(["5", "6"], "it ended with 139: "), warmUp: 1);
        Assert.Equal([6], sample.Milliseconds);
        Assert.Equal("it ended with 139: ", sample.Problem);
        Assert.NotNull(StepSample.Of(new ChildOutput(["{\"loss\": \"NaN\"}"], null), 0).Problem);
    }

    [Fact]
    public void Medians_of_the_rounds_give_tokens_and_the_share_of_the_ceiling()
    {
        StepSample[] samples = [Sample(10, 20, 30), Sample(40), Sample(21)];
        var result = StepResult.Of(Task, "attngen", samples, new Ceiling(Half: 2, Single: 1, Copy: 10, Size: 8));
        Assert.Equal([20, 40, 21], result.Rounds);
        Assert.Equal(21, result.Milliseconds);
        Assert.Equal(Math.Round(Task.Shape.Batch * Task.Shape.Length / 0.021), result.TokensPerSecond);
        Assert.Equal(StepFlops.Of(Task.Shape) / 0.021 / 2e12, result.ShareOfCeiling!.Value, 1e-3);
        Assert.Null(StepResult.Of(Task, "attngen", [], null).Milliseconds);

        static StepSample Sample(params double[] milliseconds) => new(milliseconds, new StepReport { Memory = 5 }, null);
    }

    [Fact]
    public void Results_are_read_as_they_were_written_and_say_what_they_ran_on()
    {
        using var directory = new OwnDirectory();
        var results = new RunResults
        {
            Device = "cpu", Notes = ["a note"], Seed = 3, Checks = [new CheckResult("one", null, 0.5), new CheckResult("two", "it is wrong", 0)], Ceiling = new Ceiling(2, 1, 10, 8),
            Steps = [StepResult.Of(Task, "attngen", [new StepSample([1], new StepReport { LaunchesProblem = "there are none on a CPU" }, null)], null)],
        };
        var path = results.Write(directory.Path);
        Assert.Equal("cpu.json", Path.GetFileName(path));
        var text = RunTable.Of(RunResults.Read(path));
        Assert.Equal(RunTable.Of(results), text);
        foreach (var expected in new[] { "Measured on the CPU: none of this says anything about a GPU.", "a note", "1 of 2 checks passed", "FAILED two: it is wrong", "not measured", "there are none on a CPU" })
        {
            Assert.Contains(expected, text, StringComparison.Ordinal);
        }

        Assert.False(results.IsWhole);
    }

    [Fact]
    public void A_process_that_does_not_end_is_stopped_and_one_that_is_not_there_is_said()
    {
        var stopped = ChildProcess.Other("sh", ["-c", "echo 5; exec sleep 60"], TimeSpan.FromSeconds(1));
        Assert.Equal(["5"], stopped.Lines);
        Assert.Contains("stopped after 1 s", stopped.Problem, StringComparison.Ordinal);
        Assert.Contains("ended with 3: wrong", ChildProcess.Other("sh", ["-c", "echo wrong >&2; exit 3"], TimeSpan.FromMinutes(1)).Problem, StringComparison.Ordinal);
        Assert.NotNull(ChildProcess.Other("no-such-program", [], TimeSpan.FromMinutes(1)).Problem);
    }

    /// <summary>It was started, and ran on when its wait was refused.</summary>
    [Fact]
    public void Without_time_no_process_is_started_and_a_long_time_is_no_error()
    {
        using var directory = new OwnDirectory();
        var started = Path.Combine(directory.Path, "started");
        foreach (var left in new[] { TimeSpan.Zero, TimeSpan.FromSeconds(-5) })
        {
            var output = ChildProcess.Other("sh", ["-c", $"touch '{started}'; sleep 1"], left);
            Assert.Contains("no time was left", output.Problem, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(started));
        Assert.Equal(["5"], ChildProcess.Other("sh", ["-c", "echo 5"], TimeSpan.FromDays(365)).Lines);
    }

    [Fact]
    public void Results_without_the_ceiling_or_a_shape_are_not_whole()
    {
        StepResult Step(string side, string shape) => StepResult.Of(Task with { Shape = EncoderShape.Of(shape, isGpu: false) }, side, [new StepSample([1], new StepReport(), null)], null);
        var whole = new RunResults
        {
            Device = "cpu", Machine = new Machine("cpu", "one", null, 2, "a system", "a runtime", "1", "2", null), Notes = [],
            Checks = [new CheckResult("one", null, 0.5)], Ceiling = new Ceiling(2, 1, 10, 8), Steps = [.. EncoderShape.Names.Select(shape => Step("attngen", shape))],
        };
        StepResult[] pytorch = [.. EncoderShape.Names.Select(shape => Step("pytorch", shape))];
        Assert.True(whole.IsWhole);
        Assert.True((whole with { Steps = [.. whole.Steps, .. pytorch] }).IsWhole);
        Assert.All(
            [whole with { Ceiling = null }, whole with { Machine = null }, whole with { Checks = [] }, whole with { Steps = [] }, whole with { Steps = [whole.Steps[0]] }, whole with { Steps = pytorch }, whole with { Steps = [.. whole.Steps, pytorch[0]] }],
            part => Assert.False(part.IsWhole));
    }

    [Fact]
    public void The_step_and_the_ceiling_are_measured_on_the_CPU_too()
    {
        var encoder = Task.Shape.Configuration with { VocabularySize = 100, HiddenSize = 32, Layers = 2, Heads = 2, IntermediateSize = 64 };
        using var step = new TunedStep(new EncoderShape("tiny", encoder, 2, 8), torch.CPU, Precision.BFloat16);
        var first = step.Run();
        var last = Enumerable.Range(0, 30).Select(_ => step.Run()).Last();
        Assert.True(last < first, $"The loss was {first} and is {last}.");
        var ceiling = CeilingMeasurement.Measure(torch.CPU);
        Assert.All([ceiling.Half, ceiling.Single, ceiling.Copy], rate => Assert.True(rate > 0));
    }

    [Fact]
    public void The_committed_results_are_whole()
    {
        var paths = Directory.GetFiles(SourceTree.At("Tests", "AttnGen.Gpu", "results"), "*.json");
        Assert.NotEmpty(paths);
        Assert.All(paths, path =>
        {
            var results = RunResults.Read(path);
            Assert.True(results.IsWhole, path);
            Assert.Equal(CheckList.All.Select(check => check.Name), results.Checks.Select(check => check.Name));
            Assert.Equal(results.Device == "cpu", Path.GetFileName(path) == "cpu.json");
        });
    }
}
