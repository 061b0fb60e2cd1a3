namespace AttnGen.Packaging.Tests;

/// <summary>A copy of what is packed, without what was built, so that nothing else that is built meets it. It is of the same commit, which stands in the libraries.</summary>
internal sealed class SourceCopy
{
    private readonly string root;

    public SourceCopy(string root)
    {
        this.root = root;
        var source = SourceTree.At();
        foreach (var file in Sources(source))
        {
            var copy = At(Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var repository = Path.Combine(source, ".git");
        File.WriteAllText(At(".git"), File.Exists(repository) ? File.ReadAllText(repository) : $"gitdir: {repository}\n");
    }

    /// <summary>A path below its root.</summary>
    public string At(params string[] parts) => Path.Combine([root, .. parts]);

    /// <summary>Packs by the command of the README, or one project of it.</summary>
    public Task<ProcessRun> Pack(string project, string folder, params string[] arguments) =>
        Dotnet.Run(["pack", At(project), "-c", "Release", "-o", folder, .. arguments]);

    private static IEnumerable<string> Sources(string source) =>
    [
        .. Directory.GetFiles(source).Where(file => Path.GetFileName(file) != ".git"),
        .. new[] { "Generators", "Runtime", "Examples" }.SelectMany(folder => Directory.GetFiles(Path.Combine(source, folder), "*", SearchOption.AllDirectories))
            .Where(file => !Path.GetRelativePath(source, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj")),
    ];
}
