using System.IO.Compression;

namespace AttnGen.Packaging.Tests;

[Collection(nameof(MadeCollection))]
public sealed class ReproducibilityTests(Packages packages)
{
    [Fact]
    public async Task Packed_in_another_directory_the_files_are_the_same_bytes()
    {
        using var directory = new OwnDirectory();
        var again = Path.Combine(directory.Path, "packages");
        var run = await new SourceCopy(Path.Combine(directory.Path, "somewhere", "else")).Pack(Path.Combine("Runtime", "Packages.slnf"), again);
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);

        foreach (var package in Directory.GetFiles(packages.Folder).Select(Path.GetFileName))
        {
            var (first, second) = (Files(Path.Combine(packages.Folder, package!)), Files(Path.Combine(again, package!)));
            Assert.Equal(first.Keys, second.Keys);
            Assert.Empty(first.Keys.Where(name => !first[name].AsSpan().SequenceEqual(second[name])).Select(name => $"{package}: {name}"));
        }
    }

    /// <summary>The files of a package, without those that only say how the archive is put together.</summary>
    private static SortedDictionary<string, byte[]> Files(string package)
    {
        using var archive = ZipFile.OpenRead(package);
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var entry in archive.Entries.Where(entry => !entry.FullName.StartsWith("_rels/", StringComparison.Ordinal) && !entry.FullName.StartsWith("package/", StringComparison.Ordinal)))
        {
            using var bytes = new MemoryStream();
            using var stream = entry.Open();
            stream.CopyTo(bytes);
            files.Add(entry.FullName, bytes.ToArray());
        }

        return files;
    }
}
