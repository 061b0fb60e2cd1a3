using AttnGen.Benchmarks.Speed;
using AttnGen.Benchmarks.Speed.Models;
using AttnGen.Tests.Shared;

namespace AttnGen.Benchmarks.Tests.Speed;

public sealed class SpeedCommandTests
{
    [Theory]
    [InlineData("--threads 0,1", "--threads is '0,1'; it is numbers from 1, with commas between them: 1,2.")]
    [InlineData("--threads two", "--threads is 'two'; it is numbers from 1, with commas between them: 1,2.")]
    [InlineData("--threads 1,", "--threads is '1,'; it is numbers from 1, with commas between them: 1,2.")]
    [InlineData("--threads 99999999999", "--threads is '99999999999'; it is numbers from 1, with commas between them: 1,2.")]
    [InlineData("--processes 0", "--processes is 0; it is at least 1.")]
    public void A_wrong_number_is_refused_with_what_is_right(string arguments, string message) =>
        Assert.Equal(message, Assert.Single(SpeedCommand.Command().Parse(arguments).Errors).Message);

    [Theory]
    [InlineData("--threads 1,2 --processes 3")]
    [InlineData("--case step-lora adamw-lora --again")]
    [InlineData("")]
    public void What_is_right_is_taken(string arguments) => Assert.Empty(SpeedCommand.Command().Parse(arguments).Errors);

    [Fact]
    public async Task A_measured_process_does_not_look_for_Python()
    {
        using var programs = new OwnDirectory();
        var (python, mark) = (Path.Combine(programs.Path, "python3"), Path.Combine(programs.Path, "mark"));
        await File.WriteAllTextAsync(python, $"#!/bin/sh\ntouch '{mark}'\nexit 1\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(python, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var run = await ProcessRun.Of(
            "dotnet", [typeof(SpeedCommand).Assembly.Location, "speed-child", "--case", "start-up", "--part", Variants.Ours, "--threads", "1"],
            ("PATH", programs.Path + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH")));

        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Contains(Variants.Ours, run.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(mark));
    }
}
