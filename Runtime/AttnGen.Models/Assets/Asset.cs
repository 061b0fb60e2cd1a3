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

    /// <summary>An asset whose files are in a directory of the user's, directly or in a folder of the asset's name, and stay there; nothing else is tried.</summary>
    /// <param name="manifest">The asset.</param>
    /// <param name="directory">The directory.</param>
    /// <param name="cancellationToken">Ends the comparison of the files.</param>
    /// <exception cref="AssetException">A file is missing, or is another one; the message says which.</exception>
    public static async Task<Asset> FromDirectoryAsync(AssetManifest manifest, string directory, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentException.ThrowIfNullOrEmpty(directory);
        directory = Path.Combine(directory, manifest.Name) is var own && System.IO.Directory.Exists(own) ? own : directory;
        return await AssetCheck.ProblemAsync(manifest, directory, cancellationToken).ConfigureAwait(false) is { } problem
            ? throw new AssetException($"The directory '{directory}' does not hold '{manifest.Name}' ({string.Join(", ", manifest.Files.Select(file => file.Name))}): {problem}.")
            : new Asset(manifest, directory);
    }

    /// <summary>A file's path.</summary>
    /// <param name="name">Its name in the manifest.</param>
    /// <exception cref="KeyNotFoundException">The manifest has no such file.</exception>
    public string PathOf(string name) =>
        manifest.Files.Any(file => file.Name == name)
            ? Path.Combine(Directory, name)
            : throw new KeyNotFoundException($"The asset '{manifest.Name}' has no file '{name}'. It has: {string.Join(", ", manifest.Files.Select(file => file.Name))}.");
}
