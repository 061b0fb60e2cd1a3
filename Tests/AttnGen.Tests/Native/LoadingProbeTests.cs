using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace AttnGen.Tests.Native;

/// <summary>A program whose first statement is a torch call and that has no annotated class, run as a process.</summary>
public sealed partial class LoadingProbeTests
{
    private static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
    private static readonly string Framework = new DirectoryInfo(AppContext.BaseDirectory).Name;
    private static readonly string ProbeDirectory = SourceTree.At("Tests", "AttnGen.LoadingProbe", "bin", Configuration, Framework);

    [Fact]
    public async Task It_trains_silently_leaves_nothing_behind_and_changes_no_file()
    {
        using var temporary = new OwnDirectory();
        var before = NativeFiles();

        var run = await Probe(("TMPDIR", temporary.Path), ("DOTNET_EnableDiagnostics", "0"));

        AssertTrained(run);
        Assert.Empty(temporary.Entries);
        Assert.Equal(before, NativeFiles());
    }

    [Fact]
    public async Task Two_processes_at_once_do_not_meet()
    {
        using var temporary = new OwnDirectory();
        var environment = new (string, string?)[] { ("TMPDIR", temporary.Path), ("DOTNET_EnableDiagnostics", "0") };

        var runs = await Task.WhenAll(Probe(environment), Probe(environment));

        Assert.All(runs, AssertTrained);
        Assert.Empty(temporary.Entries);
    }

    [Theory]
    [InlineData("/proc")]
    [InlineData("/there/is/no/such/directory")]
    public async Task A_temporary_directory_that_takes_no_file_is_passed_over(string temporary)
    {
        AssertTrained(await Probe(("TMPDIR", temporary), ("DOTNET_EnableDiagnostics", "0")));
    }

    private static Task<ProcessRun> Probe(params (string, string?)[] environment) =>
        ProcessRun.Of(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet", [Path.Combine(ProbeDirectory, "AttnGen.LoadingProbe.dll")], environment);

    private static void AssertTrained(ProcessRun run)
    {
        Assert.Equal("", run.Errors);
        Assert.Equal(0, run.ExitCode);
        var losses = Losses().Match(run.Output);
        Assert.True(losses.Success, run.Output);
        var (first, last) = (Number(losses.Groups[1]), Number(losses.Groups[2]));
        Assert.True(last < 0.1 * first, run.Output);
    }

    private static double Number(Capture capture) => double.Parse(capture.Value, CultureInfo.InvariantCulture);

    private static List<string> NativeFiles() =>
        [.. Directory.EnumerateFiles(ProbeDirectory, "*LibTorchSharp*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(file => $"{file} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))} {File.GetLastWriteTimeUtc(file):O}")];

    [GeneratedRegex("^loss ([0-9.]+) -> ([0-9.]+)\\s*$")]
    private static partial Regex Losses();
}
