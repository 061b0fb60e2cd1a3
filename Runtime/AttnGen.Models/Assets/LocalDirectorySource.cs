namespace AttnGen.Models.Assets;

/// <summary>A directory of the user's that holds the files, directly or in a folder of the asset's name.</summary>
/// <param name="root">The directory.</param>
public sealed class LocalDirectorySource(string root) : IAssetSource
{
    /// <inheritdoc/>
    public string Description => $"the directory '{root}'";

    /// <inheritdoc/>
    public Task FetchAsync(AssetManifest manifest, string directory, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        foreach (var file in manifest.Files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var candidates = new[] { Path.Combine(root, manifest.Name, file.Name), Path.Combine(root, file.Name) };
            var found = candidates.FirstOrDefault(File.Exists) ?? throw new AssetException($"it has no '{file.Name}'");
            File.Copy(found, Path.Combine(directory, file.Name));
        }

        return Task.CompletedTask;
    }
}
