using System.IO.Compression;

namespace AttnGen.Packaging.Tests;

/// <summary>The packages, made once by the command of the README.</summary>
public sealed class Packages : IAsyncLifetime
{
    private readonly OwnDirectory directory = new();

    /// <summary>The folder that the packages lie in.</summary>
    public string Folder => Path.Combine(directory.Path, "packages");

    public async Task InitializeAsync()
    {
        // With intermediate files of its own, so that nothing else that is built meets it.
        var run = await Dotnet.Run(["pack", SourceTree.At("Runtime", "Runtime.slnf"), "-c", "Release", "-o", Folder, "--artifacts-path", Path.Combine(directory.Path, "artifacts")]);
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        Assert.DoesNotContain("warning", run.Output, StringComparison.OrdinalIgnoreCase);
    }

    public Task DisposeAsync()
    {
        directory.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Opens a package.</summary>
    public ZipArchive Open(string name, string extension = "nupkg") => ZipFile.OpenRead(Path.Combine(Folder, $"{name}.0.1.0.{extension}"));
}
