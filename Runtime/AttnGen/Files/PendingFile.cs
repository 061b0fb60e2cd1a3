using System.Text;

namespace AttnGen.Files;

/// <summary>A whole file under a temporary name beside its target. What is not put in the target's place is discarded.</summary>
internal sealed class PendingFile : IDisposable
{
    private const int BufferSize = 1 << 16;

    /// <summary>Another process may be about to rename a file that it has just closed; none takes that long.</summary>
    private static readonly TimeSpan Renaming = TimeSpan.FromMinutes(1);

    private readonly string target;
    private readonly string temporary;

    private PendingFile(string target) => (this.target, temporary) = (target, AtomicFile.TemporaryOf(target));

    /// <summary>Writes a file beside its target, flushed to the disk. The target's directory is made if it is not there.</summary>
    /// <param name="path">The target.</param>
    /// <param name="write">Writes the content; need not close the stream.</param>
    public static PendingFile Write(string path, Action<Stream> write)
    {
        var target = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(target) ?? throw new IOException($"'{path}' is a directory, not a file."));
        var pending = new PendingFile(target);
        try
        {
            using var stream = new FileStream(pending.temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize);
            write(stream);
            stream.Flush(flushToDisk: true);
            return pending;
        }
        catch
        {
            pending.Dispose();
            throw;
        }
    }

    /// <summary>The same for a text in UTF-8, without a byte-order mark.</summary>
    /// <param name="path">The target.</param>
    /// <param name="text">The content.</param>
    public static PendingFile WriteText(string path, string text) => Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>Takes a file out of its place, or nothing where none is there. It can be put back.</summary>
    /// <param name="path">The file.</param>
    public static PendingFile? Take(string path)
    {
        var taken = new PendingFile(Path.GetFullPath(path));
        try
        {
            File.Move(taken.target, taken.temporary);
            return taken;
        }
        catch (Exception none) when (none is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Puts the file in the target's place, over one that is there.</summary>
    public void Put()
    {
        File.Move(temporary, target, overwrite: true);
        AtomicFile.RemoveLeftovers(target, Renaming);
    }

    /// <inheritdoc/>
    public void Dispose()
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
