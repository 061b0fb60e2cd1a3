using System.Text;

namespace AttnGen.Files;

/// <summary>
/// Writes a file whole or not at all: to a temporary sibling, flushed to the disk, then renamed over the target. Whatever goes wrong on the way, the
/// target is what it was before.
/// </summary>
public static class AtomicFile
{
    private const int BufferSize = 1 << 16;

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
        var temporary = Path.Combine(directory, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.tmp");
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
