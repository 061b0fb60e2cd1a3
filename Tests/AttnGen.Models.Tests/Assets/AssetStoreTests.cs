using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using AttnGen.Models.Assets;

namespace AttnGen.Models.Tests.Assets;

/// <summary>The store with sources and packages made for the purpose; nothing is fetched.</summary>
public sealed class AssetStoreTests : IDisposable
{
    private static readonly byte[] Content = Encoding.UTF8.GetBytes("weights");

    private static readonly AssetManifest Manifest = new("thing", "@scope/thing", "1.2.3", "MIT",
        [new AssetFile("w.bin", "package/deep/w.bin", Convert.ToHexStringLower(SHA256.HashData(Content)), Content.Length)]);

    private readonly string directory = Directory.CreateTempSubdirectory().FullName;

    private string Cache => Path.Combine(directory, "cache");

    [Fact]
    public async Task A_local_directory_serves_and_the_cache_serves_from_then_on()
    {
        var local = Directory.CreateDirectory(Path.Combine(directory, "local")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(local, "w.bin"), Content);
        var asset = await new AssetStore(Cache, new LocalDirectorySource(local)).GetAsync(Manifest);
        Assert.Equal(Content, await File.ReadAllBytesAsync(asset.PathOf("w.bin")));
        Directory.Delete(local, recursive: true);
        Assert.Equal(asset.Directory, (await new AssetStore(Cache).GetAsync(Manifest)).Directory);
        Assert.Throws<KeyNotFoundException>(() => asset.PathOf("other"));
    }

    [Theory]
    [InlineData("altered")]
    [InlineData("truncated")]
    [InlineData("missing")]
    public async Task A_damaged_cache_is_fetched_again_with_a_message(string damage)
    {
        var package = Package(("package/deep/w.bin", Content));
        var store = new AssetStore(Cache, new NpmSource(FakeNpm(package)));
        var path = (await store.GetAsync(Manifest)).PathOf("w.bin");
        switch (damage)
        {
            case "altered": await File.WriteAllBytesAsync(path, Encoding.UTF8.GetBytes("WEIGHTS")); break;
            case "truncated": await File.WriteAllBytesAsync(path, Content[..3]); break;
            default: File.Delete(path); break;
        }

        var said = new List<string>();
        var again = await store.GetAsync(Manifest, new Said(said));
        Assert.Equal(Content, await File.ReadAllBytesAsync(again.PathOf("w.bin")));
        Assert.Contains(said, message => message.Contains("damaged", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_tried_is_said_where_nothing_works()
    {
        var store = new AssetStore(Cache, new LocalDirectorySource("/does/not/exist"), new NpmSource(Path.Combine(directory, "no-such-npm")));
        var message = (await Assert.ThrowsAsync<AssetException>(() => store.GetAsync(Manifest))).Message;
        Assert.Contains("the cache", message, StringComparison.Ordinal);
        Assert.Contains("/does/not/exist", message, StringComparison.Ordinal);
        Assert.Contains("is not installed", message, StringComparison.Ordinal);
        AssertNothingLeft();
    }

    public static TheoryData<string> BadPackages => ["../outside", "/etc/outside", "link", "hardlink", "too long", "altered", "missing", "garbage", "cut"];

    [Theory]
    [MemberData(nameof(BadPackages))]
    public async Task A_bad_package_is_refused_and_leaves_nothing(string kind)
    {
        var archive = kind switch
        {
            "../outside" or "/etc/outside" => Package((kind, Content), ("package/deep/w.bin", Content)),
            "link" => Package(writer => writer.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "package/deep/w.bin") { LinkName = "/etc/passwd" })),
            "hardlink" => Package(writer => writer.WriteEntry(new PaxTarEntry(TarEntryType.HardLink, "package/deep/w.bin") { LinkName = "/etc/passwd" })),
            "too long" => Package(("package/deep/w.bin", new byte[1_000_000])),
            "altered" => Package(("package/deep/w.bin", Encoding.UTF8.GetBytes("WEIGHTS"))),
            "missing" => Package(("package/other", Content)),
            "garbage" => Garbage(),
            _ => Cut(Package(("package/deep/w.bin", Content))),
        };
        var message = (await Assert.ThrowsAsync<AssetException>(() => new AssetStore(Cache, new NpmSource(FakeNpm(archive))).GetAsync(Manifest))).Message;
        Assert.Contains("npm", message, StringComparison.Ordinal);
        AssertNothingLeft();
    }

    /// <summary>The client runs in a directory of its own, where a relative path is another one.</summary>
    [Fact]
    public async Task A_relative_directory_is_that_of_the_process()
    {
        var npm = FakeNpm(Package(("package/deep/w.bin", Content)));
        var asset = await new AssetStore(Relative(Cache), new NpmSource(npm)).GetAsync(Manifest);
        Assert.Equal(Path.Combine(Cache, "thing-1.2.3", "w.bin"), asset.PathOf("w.bin"));

        var own = Directory.CreateDirectory(Path.Combine(directory, "own")).FullName;
        await new NpmSource(npm).FetchAsync(Manifest, Relative(own), null, CancellationToken.None);
        Assert.Equal([Path.Combine(own, "w.bin")], Directory.GetFileSystemEntries(own));

        var local = await new AssetStore(Path.Combine(directory, "other"), new LocalDirectorySource(Relative(own))).GetAsync(Manifest);
        Assert.Equal(Content, await File.ReadAllBytesAsync(local.PathOf("w.bin")));

        static string Relative(string path) => Path.GetRelativePath(Environment.CurrentDirectory, path);
    }

    [Fact]
    public async Task Npms_failure_is_passed_on()
    {
        var message = (await Assert.ThrowsAsync<AssetException>(() => new AssetStore(Cache, new NpmSource(Script("echo 'npm error code E404' >&2; exit 1"))).GetAsync(Manifest))).Message;
        Assert.Contains("E404", message, StringComparison.Ordinal);
        AssertNothingLeft();
    }

    [Fact]
    public async Task Npm_that_hangs_is_ended()
    {
        var source = new NpmSource(Script("sleep 600"), TimeSpan.FromSeconds(0.5));
        Assert.Contains("did not answer", (await Assert.ThrowsAsync<AssetException>(() => new AssetStore(Cache, source).GetAsync(Manifest))).Message, StringComparison.Ordinal);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(0.5));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new AssetStore(Cache, new NpmSource(Script("sleep 600"))).GetAsync(Manifest, null, cancellation.Token));
        AssertNothingLeft();
    }

    [Fact]
    public async Task A_directory_of_the_users_is_taken_as_it_is_or_refused()
    {
        var own = Path.Combine(directory, "own");
        var nowhere = await Assert.ThrowsAsync<AssetException>(() => Asset.FromDirectoryAsync(Manifest, own));
        Assert.Contains($"'{own}' does not hold '{Manifest.Name}'", nowhere.Message, StringComparison.Ordinal);
        Assert.Contains("'w.bin' is missing", nowhere.Message, StringComparison.Ordinal);

        Directory.CreateDirectory(own);
        var file = Path.Combine(own, "w.bin");
        await File.WriteAllBytesAsync(file, [.. Content.Reverse()]);
        Assert.Contains("'w.bin' is altered", (await Assert.ThrowsAsync<AssetException>(() => Asset.FromDirectoryAsync(Manifest, own))).Message, StringComparison.Ordinal);
        await File.WriteAllBytesAsync(file, Content);
        Assert.Equal(file, (await Asset.FromDirectoryAsync(Manifest, own)).PathOf("w.bin"));

        var folder = Path.Combine(directory, Manifest.Name);
        Directory.Move(own, folder);
        Assert.Equal(Path.Combine(folder, "w.bin"), (await Asset.FromDirectoryAsync(Manifest, directory)).PathOf("w.bin"));
    }

    /// <summary>A file that cannot be opened (of another user's, in a shared cache) is as good as none: a directory in its place cannot be either.</summary>
    [Fact]
    public async Task A_cached_file_that_cannot_be_read_is_fetched_again()
    {
        var store = new AssetStore(Cache, new NpmSource(FakeNpm(Package(("package/deep/w.bin", Content)))));
        var path = (await store.GetAsync(Manifest)).PathOf("w.bin");
        File.Delete(path);
        Directory.CreateDirectory(path);
        Assert.Equal(Content, await File.ReadAllBytesAsync((await store.GetAsync(Manifest)).PathOf("w.bin")));
    }

    [Fact]
    public async Task Many_at_once_all_get_it()
    {
        // Written before the first process starts: one that begins while a script is being written holds it open, and the script cannot be run until it is let go.
        var npm = FakeNpm(Package(("package/deep/w.bin", Content)));
        var assets = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => new AssetStore(Cache, new NpmSource(npm)).GetAsync(Manifest))));
        Assert.All(assets, asset => Assert.Equal(Content, File.ReadAllBytes(asset.PathOf("w.bin"))));
        Assert.Single(Directory.GetDirectories(Cache));
    }

    [Fact]
    public async Task A_damaged_cache_that_many_repair_at_once_ends_sound()
    {
        var npm = FakeNpm(Package(("package/deep/w.bin", Content)));
        var path = (await new AssetStore(Cache, new NpmSource(npm)).GetAsync(Manifest)).PathOf("w.bin");
        for (var round = 0; round < 3; round++)
        {
            await File.WriteAllBytesAsync(path, Content[..3]);
            await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => new AssetStore(Cache, new NpmSource(npm)).GetAsync(Manifest))));
            Assert.Equal(Content, await File.ReadAllBytesAsync(path));
            Assert.Single(Directory.GetDirectories(Cache));
        }
    }

    [Fact]
    public async Task Who_holds_the_lock_is_waited_for()
    {
        Directory.CreateDirectory(Cache);
        var local = Directory.CreateDirectory(Path.Combine(directory, "local")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(local, "w.bin"), Content);
        var store = new AssetStore(Cache, new LocalDirectorySource(local));
        Task<Asset> waiting;
        using (await CacheLock.TakeAsync(Path.Combine(Cache, ".thing-1.2.3.lock"), CancellationToken.None))
        {
            waiting = store.GetAsync(Manifest);
            await Task.Delay(300);
            Assert.False(waiting.IsCompleted);
            using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(0.2));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.GetAsync(Manifest, null, cancellation.Token));
        }

        Assert.True(File.Exists((await waiting).PathOf("w.bin")));
    }

    [Fact]
    public async Task What_an_ended_process_left_is_removed_after_a_day()
    {
        var (old, young, damaged) = (Left($".thing.{Guid.NewGuid():N}.tmp", 25), Left($".thing.{Guid.NewGuid():N}.tmp", 1), Left($".thing.{Guid.NewGuid():N}.tmp.damaged", 25));
        var other = Left(".thing.else", 25);
        await new AssetStore(Cache, new NpmSource(FakeNpm(Package(("package/deep/w.bin", Content))))).GetAsync(Manifest);
        Assert.Equal([false, true, false, true], new[] { old, young, damaged, other }.Select(Directory.Exists));

        string Left(string name, double hours)
        {
            var path = Directory.CreateDirectory(Path.Combine(Cache, name)).FullName;
            File.WriteAllBytes(Path.Combine(path, "w.bin"), Content);
            Directory.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-hours));
            return path;
        }
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private void AssertNothingLeft() => Assert.Empty(Directory.Exists(Cache) ? Directory.GetFileSystemEntries(Cache) : []);

    private string Package(params (string Name, byte[] Content)[] files) => Package(writer =>
    {
        foreach (var (name, content) in files)
        {
            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
        }
    });

    private string Package(Action<TarWriter> write)
    {
        var path = Path.Combine(directory, $"{Guid.NewGuid():N}.tgz");
        using var zipped = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        using var writer = new TarWriter(zipped);
        write(writer);
        return path;
    }

    private string Garbage()
    {
        var path = Path.Combine(directory, "garbage.tgz");
        File.WriteAllText(path, "this is no archive");
        return path;
    }

    private static string Cut(string archive)
    {
        var bytes = File.ReadAllBytes(archive);
        File.WriteAllBytes(archive, bytes[..(bytes.Length / 2)]);
        return archive;
    }

    /// <summary>A client that leaves a package where it is told to: <c>pack NAME --ignore-scripts --silent --pack-destination DIRECTORY</c>.</summary>
    private string FakeNpm(string archive) => Script($"test \"$1 $2 $3\" = 'pack @scope/thing@1.2.3 --ignore-scripts' || exit 9; cp '{archive}' \"$6/thing.tgz\"");

    private string Script(string body)
    {
        var path = Path.Combine(directory, $"npm-{Guid.NewGuid():N}");
        File.WriteAllText(path, $"#!/bin/sh\n{body}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }

    private sealed class Said(List<string> messages) : IProgress<string>
    {
        public void Report(string value) => messages.Add(value);
    }
}
