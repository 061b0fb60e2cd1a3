using System.Text.Json;
using AttnGen.Tests.Shared;

namespace AttnGen.Tests.Packaging;

/// <summary>Which native package a project gets, by evaluating projects; nothing is restored.</summary>
public sealed class BackendTests
{
    private static readonly string Probe = SourceTree.At("Tests", "AttnGen.LoadingProbe", "AttnGen.LoadingProbe.csproj");
    private static readonly string Targets = SourceTree.At("Runtime", "AttnGen", "buildTransitive", "AttnGen.targets");

    [Theory]
    [InlineData("cpu", "linux-x64", "libtorch-cpu-linux-x64", "2.10.0")]
    [InlineData("cpu", "win-x64", "libtorch-cpu-win-x64", "2.10.0")]
    [InlineData("cpu", "win-arm64", "libtorch-cpu-win-arm64", "2.10.0")]
    [InlineData("cpu", "osx-arm64", "libtorch-cpu-osx-arm64", "2.10.0")]
    [InlineData("cuda", "linux-x64", "TorchSharp-cuda-linux", "0.107.0")]
    [InlineData("cuda", "win-x64", "TorchSharp-cuda-windows", "0.107.0")]
    [InlineData("none", "linux-x64", null, null)]
    [InlineData("none", "win-x64", null, null)]
    public async Task Backend_and_platform_give_one_package(string backend, string platform, string? package, string? version)
    {
        var central = await Backend(Probe, $"-p:AttnGenBackend={backend}", $"-p:_AttnGenPlatform={platform}");
        Assert.Equal(package is null ? [] : [(package, version)], central);

        using var project = new OwnDirectory();
        var own = await Backend(Project(project, "Exe"), $"-p:AttnGenBackend={backend}", $"-p:_AttnGenPlatform={platform}");
        Assert.Equal(package is null ? [] : [(package, version)], own);
    }

    [Fact]
    public async Task The_default_is_the_CPU_of_this_machine_or_of_the_runtime_identifier()
    {
        using var project = new OwnDirectory();
        var path = Project(project, "Exe");
        if (System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier == "linux-x64")
        {
            Assert.Equal([("libtorch-cpu-linux-x64", "2.10.0")], await Backend(path));
        }

        Assert.Equal([("libtorch-cpu-win-x64", "2.10.0")], await Backend(path, "-p:RuntimeIdentifier=win-x64"));
        Assert.Equal([("TorchSharp-cuda-windows", "0.107.0")], await Backend(path, "-p:RuntimeIdentifier=win-x64", "-p:AttnGenBackend=cuda"));
    }

    [Fact]
    public async Task A_library_gets_none_and_a_test_project_gets_one()
    {
        using var project = new OwnDirectory();
        var path = Project(project, "Library");
        Assert.Empty(await Backend(path, "-p:_AttnGenPlatform=linux-x64"));
        Assert.Equal([("libtorch-cpu-linux-x64", "2.10.0")], await Backend(path, "-p:_AttnGenPlatform=linux-x64", "-p:IsTestProject=true"));
    }

    [Fact]
    public async Task A_version_of_the_projects_own_stays()
    {
        using var project = new OwnDirectory();
        var path = Project(project, "Exe", """<PackageReference Include="libtorch-cpu-linux-x64" Version="2.10.0.1" />""");
        Assert.Equal([("libtorch-cpu-linux-x64", "2.10.0.1")], await Backend(path, "-p:_AttnGenPlatform=linux-x64"));
    }

    [Theory]
    [InlineData("rocm", "linux-x64", "ATGB001", "cpu (the default), cuda, or none")]
    [InlineData("cuda", "osx-arm64", "ATGB002", "cuda for linux-x64 and win-x64")]
    [InlineData("cpu", "linux-musl-x64", "ATGB002", "linux-musl-x64")]
    public async Task What_does_not_exist_is_an_error_that_names_what_does(string backend, string platform, string code, string text)
    {
        var run = await MSBuild(Probe, "-t:_AttnGenCheckBackend", $"-p:AttnGenBackend={backend}", $"-p:_AttnGenPlatform={platform}");

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains($"error {code}", run.Output, StringComparison.Ordinal);
        Assert.Contains(text, run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cpu", true)]
    [InlineData("none", false)]
    public async Task An_executable_without_a_backend_is_told_which_to_add(string backend, bool told)
    {
        // As from the package, which cannot add one: without the reference, nothing native is among the resolved files.
        using var project = new OwnDirectory();
        var path = Project(project, "Exe");
        var run = await MSBuild(path, "-t:_AttnGenRequireBackend", $"-p:AttnGenBackend={backend}", "-p:_AttnGenPlatform=linux-x64", "-p:_AttnGenAddsBackend=false");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(told, run.Output.Contains("warning ATGB003", StringComparison.Ordinal));
        Assert.Equal(told, run.Output.Contains("dotnet add package libtorch-cpu-linux-x64 --version 2.10.0", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Exe", "", true)]
    [InlineData("WinExe", "", true)]
    [InlineData("Library", "", false)]
    [InlineData("Library", "-p:IsTestProject=true", true)]
    [InlineData("Exe", "-p:AttnGenNativeLoading=false", false)]
    public async Task Executables_are_given_the_source_that_loads_the_library(string outputType, string argument, bool given)
    {
        using var project = new OwnDirectory();
        var sources = await Items(Project(project, outputType), "Compile", argument);
        Assert.Equal(given, sources.Any(item => item.GetProperty("Identity").GetString()!.EndsWith("AttnGen.NativeLoading.cs", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Trimming_keeps_what_TorchSharp_finds_by_reflection()
    {
        var roots = await Items(Probe, "TrimmerRootAssembly", "-p:PublishAot=true");
        Assert.Contains(roots, item => item.GetProperty("Identity").GetString() == "TorchSharp");
    }

    private static string Project(OwnDirectory directory, string outputType, string items = "")
    {
        // Projects outside this repository: neither its properties nor its central versions reach them.
        var path = Path.Combine(directory.Path, "Consumer.csproj");
        File.WriteAllText(path, $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>{outputType}</OutputType>
              </PropertyGroup>
              <ItemGroup>{items}</ItemGroup>
              <Import Project="{Targets}" />
            </Project>
            """);
        return path;
    }

    private static async Task<List<(string Package, string? Version)>> Backend(string project, params string[] arguments)
    {
        using var items = JsonDocument.Parse((await Succeed(project, ["-getItem:PackageReference,PackageVersion", .. arguments])).Output);
        var all = items.RootElement.GetProperty("Items");
        var central = all.GetProperty("PackageVersion").EnumerateArray().ToDictionary(Identity, Version);
        return [.. all.GetProperty("PackageReference").EnumerateArray()
            .Where(item => Identity(item).StartsWith("libtorch-", StringComparison.Ordinal) || Identity(item).StartsWith("TorchSharp-", StringComparison.Ordinal))
            .Select(item => (Identity(item), Version(item) ?? central.GetValueOrDefault(Identity(item))))];
    }

    private static async Task<IReadOnlyList<JsonElement>> Items(string project, string name, params string[] arguments)
    {
        using var items = JsonDocument.Parse((await Succeed(project, [$"-getItem:{name}", .. arguments])).Output);
        return [.. items.RootElement.GetProperty("Items").GetProperty(name).EnumerateArray().Select(item => item.Clone())];
    }

    private static async Task<ProcessRun> Succeed(string project, params string[] arguments)
    {
        var run = await MSBuild(project, arguments);
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        return run;
    }

    private static Task<ProcessRun> MSBuild(string project, params string[] arguments) =>
        ProcessRun.Of("dotnet", ["msbuild", project, "-nologo", "-nodeReuse:false", .. arguments.Where(argument => argument.Length > 0)], ("DOTNET_CLI_UI_LANGUAGE", "en"), ("MSBUILDDISABLENODEREUSE", "1"));

    private static string Identity(JsonElement item) => item.GetProperty("Identity").GetString()!;

    private static string? Version(JsonElement item) => item.TryGetProperty("Version", out var version) ? version.GetString() : null;
}
