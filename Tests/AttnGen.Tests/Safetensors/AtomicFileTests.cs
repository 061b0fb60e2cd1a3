using AttnGen.Files;

namespace AttnGen.Tests.Safetensors;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory().FullName;

    [Fact]
    public void A_writer_that_fails_leaves_the_old_file_and_nothing_else()
    {
        var path = Path.Combine(directory, "deep", "file.txt");
        AtomicFile.WriteText(path, "old");
        Assert.Throws<IOException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write(new byte[100_000]);
            throw new IOException("No space left on device");
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void A_directory_that_cannot_be_written_is_an_error()
    {
        var file = Path.Combine(directory, "file");
        AtomicFile.WriteText(file, "x");
        Assert.ThrowsAny<IOException>(() => AtomicFile.WriteText(Path.Combine(file, "below"), "y"));
        Assert.Equal("x", File.ReadAllText(file));
    }

    [Fact]
    public void Many_writers_at_once_leave_one_of_their_texts()
    {
        var path = Path.Combine(directory, "file.txt");
        Parallel.For(0, 50, i => AtomicFile.WriteText(path, new string((char)('a' + (i % 26)), 10_000)));
        var text = File.ReadAllText(path);
        Assert.Equal(10_000, text.Length);
        Assert.Single(text.Distinct());
        Assert.Equal([path], Directory.GetFiles(directory));
    }

    [Fact]
    public void What_a_dead_writer_left_goes_with_the_next_write_and_nothing_else_does()
    {
        var path = Path.Combine(directory, "file.txt");
        var old = Temporary("file.txt");
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddHours(-1));
        var recent = Temporary("file.txt");
        string[] others = [Temporary("other.txt"), Touch(".file.txt.tmp"), Touch(".file.txt.notes.tmp"), Touch($".file.txt.{Guid.NewGuid():N}"), Touch($".file.txt.file.txt.{Guid.NewGuid():N}.tmp")];
        foreach (var other in others)
        {
            File.SetLastWriteTimeUtc(other, DateTime.UtcNow.AddHours(-1));
        }

        AtomicFile.WriteText(path, "new");
        Assert.Equal([.. others.Append(path).Append(recent).Order(StringComparer.Ordinal)], Directory.GetFiles(directory).Order(StringComparer.Ordinal));

        Assert.Equal(1, AtomicFile.RemoveLeftovers(path, TimeSpan.Zero));
        Assert.Equal([.. others.Append(path).Order(StringComparer.Ordinal)], Directory.GetFiles(directory).Order(StringComparer.Ordinal));
        Assert.Equal(0, AtomicFile.RemoveLeftovers(Path.Combine(directory, "nowhere", "file.txt"), TimeSpan.Zero));
    }

    [Fact]
    public void A_file_that_is_being_written_is_no_leftover()
    {
        var path = Path.Combine(directory, "file.txt");
        AtomicFile.Write(path, stream =>
        {
            Assert.Equal(0, AtomicFile.RemoveLeftovers(path, TimeSpan.Zero));
            stream.WriteByte((byte)'x');
        });
        Assert.Equal("x", File.ReadAllText(path));
    }

    private string Temporary(string name) => Touch($".{name}.{Guid.NewGuid():N}.tmp");

    private string Touch(string name)
    {
        var path = Path.Combine(directory, name);
        File.WriteAllText(path, "half");
        return path;
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);
}
