using AttnGen.Files;
using AttnGen.Tests.Shared;

namespace AttnGen.Tests.Safetensors;

public sealed class PendingFileTests : IDisposable
{
    private readonly OwnDirectory directory = new();

    private string Target => Path.Combine(directory.Path, "file.txt");

    [Fact]
    public void What_is_not_put_in_its_place_changes_nothing()
    {
        File.WriteAllText(Target, "old");
        using (PendingFile.WriteText(Target, "new"))
        {
            Assert.Equal("old", File.ReadAllText(Target));
        }

        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Equal([Target], directory.Entries);
    }

    [Fact]
    public void What_was_taken_can_be_put_back()
    {
        File.WriteAllText(Target, "old");
        using (var taken = PendingFile.Take(Target)!)
        {
            Assert.False(File.Exists(Target));
            taken.Put();
        }

        Assert.Equal("old", File.ReadAllText(Target));
        PendingFile.Take(Target)!.Dispose();
        Assert.Empty(directory.Entries);
        Assert.Null(PendingFile.Take(Target));
    }

    public void Dispose() => directory.Dispose();
}
