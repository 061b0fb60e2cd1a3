using System.Text;

namespace AttnGen.Files;

/// <summary>
/// Writes a file whole or not at all: to a temporary sibling, flushed to the disk, then renamed over the target. Whatever goes wrong on the way, the
/// target is what it was before. A process that dies while it writes leaves its temporary file; the next write of the same target removes it.
/// </summary>
public static class AtomicFile
{
    private const int BufferSize = 1 << 16;
    private const string Suffix = ".tmp";

    /// <summary>Another process may be about to rename a file that it has just closed; none takes that long.</summary>
    private static readonly TimeSpan Renaming = TimeSpan.FromMinutes(1);

    /// <summary>Writes a file. Its directory is made if it is not there.</summary>
    /// <param name="path">The target.</param>
    /// <param name="write">Writes the content; need not close the stream.</param>
    /// <exception cref="IOException">The file could not be written; the target is untouched.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory or the file may not be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        var target = Path.GetFullPath(path);
        var directory = Path.GetDirectoryName(target) ?? throw new IOException($"'{path}' is a directory, not a file.");
        Directory.CreateDirectory(directory);
        var temporary = Path.Combine(directory, $"{Prefix(target)}{Guid.NewGuid():N}{Suffix}");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            Discard(temporary);
            throw;
        }

        RemoveLeftovers(target, Renaming);
    }

    /// <summary>Writes a text in UTF-8, without a byte-order mark.</summary>
    /// <param name="path">The target.</param>
    /// <param name="text">The content.</param>
    /// <exception cref="IOException">The file could not be written; the target is untouched.</exception>
    public static void WriteText(string path, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Removes temporary files of a target whose writers died. One that is being written, here or by another process, stays.</summary>
    /// <param name="path">The target.</param>
    /// <param name="untouched">How long nothing was written to such a file; zero only where no other process writes the same target.</param>
    /// <returns>How many were removed.</returns>
    public static int RemoveLeftovers(string path, TimeSpan untouched)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var target = Path.GetFullPath(path);
        if (Path.GetDirectoryName(target) is not { } directory || !Directory.Exists(directory))
        {
            return 0;
        }

        try
        {
            var before = DateTime.UtcNow - untouched;
            return Directory.EnumerateFiles(directory, $".*{Suffix}").Count(file => IsTemporaryOf(target, file) && File.GetLastWriteTimeUtc(file) <= before && TryRemove(file));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // What cannot be listed stays: the target itself is whole.
            return 0;
        }
    }

    private static string Prefix(string target) => $".{Path.GetFileName(target)}.";

    private static bool IsTemporaryOf(string target, string file)
    {
        var (name, prefix) = (Path.GetFileName(file), Prefix(target));
        return name.StartsWith(prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal)
            && name.Length > prefix.Length + Suffix.Length && Guid.TryParseExact(name.AsSpan(prefix.Length, name.Length - prefix.Length - Suffix.Length), "N", out _);
    }

    /// <summary>A file that another process writes is locked by it, and a lock ends with its process.</summary>
    private static bool TryRemove(string file)
    {
        try
        {
            using var _ = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void Discard(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (IOException)
        {
            // The first exception says what went wrong; a temporary file that stays behind does no harm.
        }
        catch (UnauthorizedAccessException)
        {
        }
    }
}
