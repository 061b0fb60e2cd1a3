namespace AttnGen.Tests.Shared;

/// <summary>A new, empty directory that goes with the test.</summary>
internal sealed class OwnDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("attngen-tests-").FullName;

    public string[] Entries => Directory.GetFileSystemEntries(Path, "*", SearchOption.AllDirectories);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
