using System.Security.Cryptography;
using AttnGen.Models.Assets;

namespace PaperReproduction;

/// <summary>The files of the BERT whose attention is tuned.</summary>
/// <param name="Name">What results call it.</param>
/// <param name="Weights">The weights' path.</param>
/// <param name="Configuration">The configuration's path.</param>
/// <param name="Tokenizer">The tokenizer's path.</param>
/// <param name="Fingerprint">The beginning of a SHA-256 of all three, which tells two directories of one name apart; null for the asset, whose files are always the same.</param>
internal sealed record EncoderFiles(string Name, string Weights, string Configuration, string Tokenizer, string? Fingerprint)
{
    private const int FingerprintLength = 16;

    /// <summary>all-MiniLM-L6-v2, fetched, or the files of a directory.</summary>
    /// <param name="directory">The directory, or null.</param>
    /// <param name="cancellation">Ends the fetching.</param>
    /// <exception cref="FileNotFoundException">The directory has not all files.</exception>
    public static async Task<EncoderFiles> FindAsync(string? directory, CancellationToken cancellation)
    {
        if (directory is null)
        {
            AssetManifest manifest = KnownAssets.AllMiniLmL6V2;
            Asset asset = await AssetStore.Default.GetAsync(manifest, new Progress<string>(Console.WriteLine), cancellation).ConfigureAwait(false);
            return new EncoderFiles(manifest.Name, asset.PathOf(KnownAssets.Weights), asset.PathOf(KnownAssets.Configuration), asset.PathOf(KnownAssets.Tokenizer), Fingerprint: null);
        }

        string PathOf(string file) => Path.Combine(directory, file) is var path && File.Exists(path)
            ? path
            : throw new FileNotFoundException($"'{directory}' has no {file}. --model names a directory with {KnownAssets.Weights}, {KnownAssets.Configuration} and {KnownAssets.Tokenizer} of a BERT.");

        string[] files = [PathOf(KnownAssets.Weights), PathOf(KnownAssets.Configuration), PathOf(KnownAssets.Tokenizer)];
        using IncrementalHash all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in files)
        {
            await using FileStream stream = File.OpenRead(file);
            all.AppendData(await SHA256.HashDataAsync(stream, cancellation).ConfigureAwait(false));
        }

        string name = Path.GetFileName(Path.GetFullPath(directory).TrimEnd(Path.DirectorySeparatorChar));
        return new EncoderFiles(name, files[0], files[1], files[2], Convert.ToHexStringLower(all.GetHashAndReset())[..FingerprintLength]);
    }
}
