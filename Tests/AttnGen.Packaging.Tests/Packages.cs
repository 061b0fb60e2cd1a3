using System.IO.Compression;

namespace AttnGen.Packaging.Tests;

/// <summary>The packages, made by the command of the README: once for the collections that run side by side.</summary>
public sealed class Packages : IAsyncLifetime
{
    private static readonly SemaphoreSlim Turn = new(1);
    private static int users;
    private static OwnDirectory? directory;
    private static SourceCopy? source;
    private bool isUser;

    /// <summary>The folder that the packages lie in.</summary>
    public string Folder => FolderIn(directory!);

    /// <summary>What they were made from.</summary>
    internal SourceCopy Source => source!;

    public async Task InitializeAsync()
    {
        await Turn.WaitAsync();
        try
        {
            if (users == 0)
            {
                await MakeAsync();
            }

            isUser = true;
            users++;
        }
        finally
        {
            Turn.Release();
        }
    }

    public async Task DisposeAsync()
    {
        // xunit disposes what could not be initialized too.
        if (!isUser)
        {
            return;
        }

        await Turn.WaitAsync();
        try
        {
            if (--users == 0)
            {
                directory!.Dispose();
            }
        }
        finally
        {
            Turn.Release();
        }
    }

    /// <summary>Opens a package.</summary>
    public ZipArchive Open(string name, string extension = "nupkg") => ZipFile.OpenRead(Path.Combine(Folder, $"{name}.0.1.0.{extension}"));

    private static async Task MakeAsync()
    {
        directory = new OwnDirectory();
        source = new SourceCopy(Path.Combine(directory.Path, "source"));
        var run = await source.Pack(Path.Combine("Runtime", "Packages.slnf"), FolderIn(directory));
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        Assert.DoesNotContain("warning", run.Output, StringComparison.OrdinalIgnoreCase);
    }

    private static string FolderIn(OwnDirectory directory) => Path.Combine(directory.Path, "packages");
}
