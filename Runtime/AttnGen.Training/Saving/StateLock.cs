namespace AttnGen.Training;

/// <summary>
/// The right to write one file, held by one process at a time: a lock on a file beside it, which the system takes back however the process ends. The file itself
/// stays: a process that removed it could take it from another that is just about to lock it.
/// </summary>
internal sealed class StateLock : IDisposable
{
    private const int SharingViolation = 32;
    private const int LinuxWouldBlock = 11;
    private const int DarwinWouldBlock = 35;

    private readonly FileStream file;

    private StateLock(FileStream file) => this.file = file;

    /// <exception cref="IOException">Another holds it.</exception>
    /// <param name="file">The file that is protected.</param>
    /// <param name="holder">Who writes it, in a word.</param>
    /// <param name="content">What it is, in a word.</param>
    public static StateLock Take(string file, string holder = "run", string content = "state")
    {
        string path = file + ".lock";
        try
        {
            return new StateLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1));
        }
        catch (IOException fault) when (IsHeld(fault))
        {
            throw new IOException($"Another {holder} is using the {content} '{file}' (it holds '{path}'). Wait for its end, or give this {holder} another place.", fault);
        }
    }

    public void Dispose() => file.Dispose();

    private static bool IsHeld(IOException fault) => (fault.HResult & 0xFFFF) == (OperatingSystem.IsWindows() ? SharingViolation : OperatingSystem.IsLinux() ? LinuxWouldBlock : DarwinWouldBlock);
}
