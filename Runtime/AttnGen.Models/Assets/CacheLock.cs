namespace AttnGen.Models.Assets;

/// <summary>
/// The right to replace one asset of a cache, held by one process at a time: a lock on a file beside it, which the system takes back however the process ends. The file
/// itself stays: a process that removed it could take it from another that is just about to lock it.
/// </summary>
internal sealed class CacheLock : IDisposable
{
    private const int SharingViolation = 32;
    private const int LinuxWouldBlock = 11;
    private const int DarwinWouldBlock = 35;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly FileStream file;

    private CacheLock(FileStream file) => this.file = file;

    /// <summary>Waits until no other holds it.</summary>
    /// <param name="path">The lock's file; its directory is there.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public static async Task<CacheLock> TakeAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new CacheLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1));
            }
            catch (IOException fault) when (IsHeld(fault))
            {
                await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public void Dispose() => file.Dispose();

    private static bool IsHeld(IOException fault) => (fault.HResult & 0xFFFF) == (OperatingSystem.IsWindows() ? SharingViolation : OperatingSystem.IsLinux() ? LinuxWouldBlock : DarwinWouldBlock);
}
