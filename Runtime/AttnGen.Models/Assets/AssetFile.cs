namespace AttnGen.Models.Assets;

/// <summary>A file of an asset.</summary>
/// <param name="Name">Its name in the cache and in a local directory.</param>
/// <param name="Path">Where it lies in the package.</param>
/// <param name="Sha256">The SHA-256 of its content, in lower-case hexadecimal.</param>
/// <param name="Size">Its size in bytes.</param>
public sealed record AssetFile(string Name, string Path, string Sha256, long Size);
