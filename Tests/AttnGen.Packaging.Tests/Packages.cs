using System.IO.Compression;

namespace AttnGen.Packaging.Tests;

/// <summary>The packages, made once by the command of the README.</summary>
public sealed class Packages : IAsyncLifetime
{
    private readonly OwnDirectory directory = new();

    /// <summary>The folder that the packages lie in.</summary>
    public string Folder => Path.Combine(directory.Path, "packages");

    /// <summary>What they were made from.</summary>
    internal SourceCopy Source { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Source = new SourceCopy(Path.Combine(directory.Path, "source"));
        var run = await Source.Pack(Path.Combine("Runtime", "Packages.slnf"), Folder);
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
