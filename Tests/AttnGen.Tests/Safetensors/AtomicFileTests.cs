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

    public void Dispose() => Directory.Delete(directory, recursive: true);
}
