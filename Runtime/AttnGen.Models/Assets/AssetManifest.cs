namespace AttnGen.Models.Assets;

/// <summary>What an asset is made of, and where it comes from.</summary>
/// <param name="Name">The name, which is also the directory's in the cache.</param>
/// <param name="Package">The npm package that holds it.</param>
/// <param name="Version">The package's version.</param>
/// <param name="License">The licence (SPDX).</param>
/// <param name="Files">The files.</param>
public sealed record AssetManifest(string Name, string Package, string Version, string License, IReadOnlyList<AssetFile> Files);
