using System.Text.RegularExpressions;

namespace AttnGen.Packaging.Tests;

/// <summary>A stranger's console project, made by <c>dotnet new console</c> in an empty directory, that finds the packages in a local folder.</summary>
internal sealed partial class Consumer : IDisposable
{
    private readonly OwnDirectory directory = new();

    private Consumer()
    {
    }

    public static async Task<Consumer> Of(Packages packages)
    {
        var consumer = new Consumer();
        // Packages of these tests do not stay in the folder that all projects share; what lies there is used.
        var shared = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        consumer.Write("nuget.config", $"""
            <configuration>
              <config>
                <add key="globalPackagesFolder" value="restored" />
              </config>
              <fallbackPackageFolders>
                <add key="shared" value="{shared}" />
              </fallbackPackageFolders>
              <packageSources>
                <add key="local" value="{packages.Folder}" />
              </packageSources>
            </configuration>
            """);
        await consumer.Succeed("new", "console", "-n", "App", "-o", consumer.Project);
        return consumer;
    }

    private string Project => Path.Combine(directory.Path, "App");

    public string PathOf(string file) => Path.Combine(directory.Path, file);

    public void Write(string file, string text) => File.WriteAllText(PathOf(file), text.ReplaceLineEndings("\n"));

    public Task Add(string package, string version) => Succeed("add", Project, "package", package, "--version", version);

    public Task<ProcessRun> Build(params string[] arguments) => Dotnet.Run(["build", Project, "-nologo", .. arguments], ("NUGET_PACKAGES", null));

    /// <summary>Runs the program.</summary>
    public async Task<string> Run() => (await Succeed("run", "--project", Project)).Output;

    /// <summary>The errors of a build as <c>file(line): id</c>.</summary>
    public static IReadOnlyList<string> Errors(ProcessRun run) =>
        [.. Error().Matches(run.Output).Select(match => $"{Path.GetFileName(match.Groups["file"].Value)}({match.Groups["line"].Value}): {match.Groups["id"].Value}").Distinct().Order(StringComparer.Ordinal)];

    public void Dispose() => directory.Dispose();

    private async Task<ProcessRun> Succeed(params string[] arguments)
    {
        var run = await Dotnet.Run(arguments, ("NUGET_PACKAGES", null));
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        return run;
    }

    [GeneratedRegex(@"^\s*(?<file>[^\n(]+)\((?<line>\d+),\d+\): error (?<id>\w+):", RegexOptions.Multiline)]
    private static partial Regex Error();
}
