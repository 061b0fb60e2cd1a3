using System.Security.Cryptography;

namespace AttnGen.Models.Assets;

/// <summary>Compares files with what an asset says of them.</summary>
internal static class AssetCheck
{
    /// <summary>What is wrong with a directory's files, or null.</summary>
    public static async Task<string?> ProblemAsync(AssetManifest manifest, string directory, CancellationToken cancellationToken)
    {
        foreach (var file in manifest.Files)
        {
            if (await ProblemAsync(file, Path.Combine(directory, file.Name), cancellationToken).ConfigureAwait(false) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private static async Task<string?> ProblemAsync(AssetFile file, string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = File.OpenRead(path);
            if (stream.Length != file.Size)
            {
                return $"'{file.Name}' has {stream.Length} bytes instead of {file.Size}";
            }

            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
            return hash == file.Sha256 ? null : $"'{file.Name}' is altered: its SHA-256 is {hash}, not {file.Sha256}";
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return $"'{file.Name}' is missing";
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return $"'{file.Name}' cannot be read: {unreadable.Message}";
        }
    }
}
