using System.Text.RegularExpressions;

namespace AttnGen.Packaging.Tests;

/// <summary>A stranger's project, made by <c>dotnet new</c> in an empty directory, that finds the packages in a local folder.</summary>
internal sealed partial class Consumer : IDisposable
{
    private readonly OwnDirectory directory = new();

    private Consumer(Packages packages)
    {
        Directory.CreateDirectory(Project);
        // Packages of these tests do not stay in the folder that all projects share; what lies there is used.
        var shared = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        Write("nuget.config", $"""
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
    }

    /// <summary>An empty directory.</summary>
    public static Consumer OfNothing(Packages packages) => new(packages);

    /// <summary>A console project.</summary>
    public static async Task<Consumer> Of(Packages packages)
    {
        var consumer = new Consumer(packages);
        await consumer.Succeed("new", "console", "-n", "App", "-o", consumer.Project);
        return consumer;
    }

    /// <summary>A project by the template, which is installed for this one alone, where a solution has the versions of its packages in one place.</summary>
    public static async Task<Consumer> OfTemplate(Packages packages, params string[] arguments)
    {
        var consumer = new Consumer(packages);
        consumer.Write("Directory.Packages.props", "<Project><PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup></Project>");
        var hive = consumer.PathOf("hive");
        await consumer.Succeed("new", "install", Path.Combine(packages.Folder, "AttnGen.Templates.0.1.0.nupkg"), "--debug:custom-hive", hive);
        await consumer.Succeed(["new", "attngen", "-n", "App", "-o", consumer.Project, "--debug:custom-hive", hive, .. arguments]);
        return consumer;
    }

    public string Project => Path.Combine(directory.Path, "App");

    public string PathOf(string file) => Path.Combine(directory.Path, file);

    public void Write(string file, string text) => File.WriteAllText(PathOf(file), text.ReplaceLineEndings("\n"));

    public Task Add(string package, string version) => Succeed("add", Project, "package", package, "--version", version);

    public Task<ProcessRun> Build(params string[] arguments) => Command(["build", Project, "-nologo", .. arguments]);

    /// <summary>Runs the program.</summary>
    public async Task<string> Run(params string[] arguments) => (await Succeed(["run", "--", .. arguments])).Output;

    /// <summary>Runs the program as it was built, whether it succeeds or not.</summary>
    public Task<ProcessRun> TryRun(params string[] arguments) => Command(["run", "--no-build", "--", .. arguments]);

    /// <summary>The errors of a build as <c>file(line): id</c>.</summary>
    public static IReadOnlyList<string> Errors(ProcessRun run) =>
        [.. Error().Matches(run.Output).Select(match => $"{Path.GetFileName(match.Groups["file"].Value)}({match.Groups["line"].Value}): {match.Groups["id"].Value}").Distinct().Order(StringComparer.Ordinal)];

    public void Dispose() => directory.Dispose();

    private Task<ProcessRun> Command(string[] arguments) => Dotnet.In(Project, arguments, ("NUGET_PACKAGES", null));

    private async Task<ProcessRun> Succeed(params string[] arguments)
    {
        var run = await Command(arguments);
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        return run;
    }

    [GeneratedRegex(@"^\s*(?<file>[^\n(]+)\((?<line>\d+),\d+\): error (?<id>\w+):", RegexOptions.Multiline)]
    private static partial Regex Error();
}
