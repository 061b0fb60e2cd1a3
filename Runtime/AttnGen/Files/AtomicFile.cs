namespace AttnGen.Files;

/// <summary>
/// Writes a file whole or not at all: to a temporary sibling, flushed to the disk, then renamed over the target. Whatever goes wrong on the way, the
/// target is what it was before. A process that dies while it writes leaves its temporary file; the next write of the same target removes it.
/// </summary>
public static class AtomicFile
{
    private const string Suffix = ".tmp";

    /// <summary>Writes a file. Its directory is made if it is not there.</summary>
    /// <param name="path">The target.</param>
    /// <param name="write">Writes the content; need not close the stream.</param>
    /// <exception cref="IOException">The file could not be written; the target is untouched.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory or the file may not be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        using var pending = PendingFile.Write(path, write);
        pending.Put();
    }

    /// <summary>Writes a text in UTF-8, without a byte-order mark.</summary>
    /// <param name="path">The target.</param>
    /// <param name="text">The content.</param>
    /// <exception cref="IOException">The file could not be written; the target is untouched.</exception>
    public static void WriteText(string path, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        using var pending = PendingFile.WriteText(path, text);
        pending.Put();
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

    /// <summary>A name beside a target that no other writer has.</summary>
    /// <param name="target">The target's full path.</param>
    internal static string TemporaryOf(string target) => Path.Combine(Path.GetDirectoryName(target)!, $"{Prefix(target)}{Guid.NewGuid():N}{Suffix}");

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
}
