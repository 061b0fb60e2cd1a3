namespace AttnGen.Models.Assets;

/// <summary>
/// Gets assets: from its cache, otherwise from the first source that has them. Every file's SHA-256 is verified, also in the cache; a new asset appears
/// in the cache whole or not at all, also where two processes fetch it at once.
/// </summary>
public sealed class AssetStore
{
    /// <summary>Names the environment variable of the cache's directory.</summary>
    public const string CacheVariable = "ATTNGEN_CACHE";

    /// <summary>Names the environment variable of a local directory with assets.</summary>
    public const string AssetsVariable = "ATTNGEN_ASSETS";

    private const string Staging = ".tmp";
    private const string Damaged = ".damaged";

    /// <summary>No fetch takes that long.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    private readonly string cache;
    private readonly IReadOnlyList<IAssetSource> sources;

    /// <summary>Makes a store.</summary>
    /// <param name="cache">The cache's directory; made when it is needed.</param>
    /// <param name="sources">Where assets come from, in the order of trying.</param>
    public AssetStore(string cache, params IReadOnlyList<IAssetSource> sources)
    {
        ArgumentException.ThrowIfNullOrEmpty(cache);
        ArgumentNullException.ThrowIfNull(sources);
        this.cache = Path.GetFullPath(cache);
        this.sources = sources;
    }

    /// <summary>The cache of the environment (or the user's), the environment's local directory if it names one, and npm.</summary>
    public static AssetStore Default { get; } = new(
        CacheDirectory(),
        Environment.GetEnvironmentVariable(AssetsVariable) is { Length: > 0 } directory ? [new LocalDirectorySource(directory), new NpmSource()] : [new NpmSource()]);

    /// <summary>Gets an asset.</summary>
    /// <param name="manifest">The asset.</param>
    /// <param name="progress">Takes messages for a person.</param>
    /// <param name="cancellationToken">Stops it; the cache is left without half an asset.</param>
    /// <exception cref="AssetException">No source has it; the message says what each of them answered.</exception>
    public async Task<Asset> GetAsync(AssetManifest manifest, IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var target = Path.Combine(cache, $"{manifest.Name}-{manifest.Version}");
        var failures = new List<string>();
        if (Directory.Exists(target))
        {
            if (await AssetCheck.ProblemAsync(manifest, target, cancellationToken).ConfigureAwait(false) is not { } problem)
            {
                return new Asset(manifest, target);
            }

            progress?.Report($"the cached {manifest.Name} is damaged ({problem}) and is fetched again");
            failures.Add($"the cache '{target}': {problem}");
        }
        else
        {
            failures.Add($"the cache '{target}': it is not there");
        }

        foreach (var source in sources)
        {
            if (await TryAsync(source, manifest, target, progress, failures, cancellationToken).ConfigureAwait(false) is { } asset)
            {
                return asset;
            }
        }

        throw new AssetException(
            $"'{manifest.Name}' ({string.Join(", ", manifest.Files.Select(file => file.Name))}; {manifest.License}) could not be had. What was tried:"
            + string.Concat(failures.Select(failure => $"{Environment.NewLine}  {failure}"))
            + $"{Environment.NewLine}Put the files into a directory and name it ({AssetsVariable}), or install npm.");
    }

    private async Task<Asset?> TryAsync(IAssetSource source, AssetManifest manifest, string target, IProgress<string>? progress, List<string> failures, CancellationToken cancellationToken)
    {
        var staging = Path.Combine(cache, $".{manifest.Name}.{Guid.NewGuid():N}{Staging}");
        try
        {
            Directory.CreateDirectory(staging);
            RemoveLeftovers(manifest);
            await source.FetchAsync(manifest, staging, progress, cancellationToken).ConfigureAwait(false);
            if (await AssetCheck.ProblemAsync(manifest, staging, cancellationToken).ConfigureAwait(false) is { } problem)
            {
                failures.Add($"{source.Description}: {problem}");
                return null;
            }

            await PublishAsync(manifest, staging, target, cancellationToken).ConfigureAwait(false);
            return new Asset(manifest, target);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            failures.Add($"{source.Description}: {problem.Message}");
            return null;
        }
        finally
        {
            Remove(staging);
            Remove(staging + Damaged);
        }
    }

    /// <summary>Moves the verified directory to its place. Where another process was faster, its result is kept if it is sound.</summary>
    private async Task PublishAsync(AssetManifest manifest, string staging, string target, CancellationToken cancellationToken)
    {
        // Between the look at what is there and its replacement another process could put a sound one in its place.
        using var _ = await CacheLock.TakeAsync(Path.Combine(cache, $".{Path.GetFileName(target)}.lock"), cancellationToken).ConfigureAwait(false);
        if (Directory.Exists(target))
        {
            if (await AssetCheck.ProblemAsync(manifest, target, cancellationToken).ConfigureAwait(false) is null)
            {
                return;
            }

            Directory.Move(target, staging + Damaged);
        }

        try
        {
            Directory.Move(staging, target);
        }
        catch (IOException) when (Directory.Exists(target))
        {
            // Where the system has no locks, another process can have been faster.
            if (await AssetCheck.ProblemAsync(manifest, target, cancellationToken).ConfigureAwait(false) is not null)
            {
                throw;
            }
        }
    }

    /// <summary>Removes what processes that were ended left of the asset. What is younger may be another's that is still fetching.</summary>
    private void RemoveLeftovers(AssetManifest manifest)
    {
        var before = DateTime.UtcNow - Abandoned;
        foreach (var left in Directory.EnumerateDirectories(cache, $".{manifest.Name}.*").Where(left => IsStaging(left) && Directory.GetLastWriteTimeUtc(left) < before).ToList())
        {
            Remove(left);
        }
    }

    /// <summary>Removes a directory, if that can be done.</summary>
    private static void Remove(string directory)
    {
        try
        {
            if (Directory.Exists(directory))
            {
                Directory.Delete(directory, recursive: true);
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // It does no harm, and a later fetch tries again.
        }
    }

    private static bool IsStaging(string directory) => directory.EndsWith(Staging, StringComparison.Ordinal) || directory.EndsWith(Staging + Damaged, StringComparison.Ordinal);

    private static string CacheDirectory() =>
        Environment.GetEnvironmentVariable(CacheVariable) is { Length: > 0 } named
            ? named
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } local ? local : Path.GetTempPath(), "attngen");
}
