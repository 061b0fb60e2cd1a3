namespace AttnGen.Models.Assets;

/// <summary>A place that assets come from.</summary>
public interface IAssetSource
{
    /// <summary>The place, for messages.</summary>
    string Description { get; }

    /// <summary>Brings an asset's files into a directory, each under its <see cref="AssetFile.Name"/>. The store verifies them.</summary>
    /// <param name="manifest">The asset.</param>
    /// <param name="directory">An empty directory.</param>
    /// <param name="progress">Takes messages for a person.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="AssetException">It cannot be had here; the message says why.</exception>
    Task FetchAsync(AssetManifest manifest, string directory, IProgress<string>? progress, CancellationToken cancellationToken);
}
