namespace AttnGen.Models.Assets;

/// <summary>An asset that is there, with every file verified.</summary>
public sealed class Asset
{
    private readonly AssetManifest manifest;

    internal Asset(AssetManifest manifest, string directory)
    {
        this.manifest = manifest;
        Directory = directory;
    }

    /// <summary>The directory that holds the files.</summary>
    public string Directory { get; }

    /// <summary>A file's path.</summary>
    /// <param name="name">Its name in the manifest.</param>
    /// <exception cref="KeyNotFoundException">The manifest has no such file.</exception>
    public string PathOf(string name) =>
        manifest.Files.Any(file => file.Name == name)
            ? Path.Combine(Directory, name)
            : throw new KeyNotFoundException($"The asset '{manifest.Name}' has no file '{name}'. It has: {string.Join(", ", manifest.Files.Select(file => file.Name))}.");
}
