namespace AttnGen.Packaging.Tests;

/// <summary>The release's command that moves the new public API to what was shipped.</summary>
public sealed class ShipTests
{
    [Fact]
    public async Task What_is_new_is_shipped_and_what_was_removed_leaves_it()
    {
        using var directory = new OwnDirectory();
        var (shipped, unshipped) = (Path.Combine(directory.Path, "Library", "PublicAPI.Shipped.txt"), Path.Combine(directory.Path, "Library", "PublicAPI.Unshipped.txt"));
        Directory.CreateDirectory(Path.Combine(directory.Path, "Library"));
        var command = Path.Combine(directory.Path, "Ship.cs");
        File.Copy(SourceTree.At("Runtime", "Ship.cs"), command);
        await File.WriteAllTextAsync(shipped, "#nullable enable\nA.Kept\nA.Renamed\nB\n");
        await File.WriteAllTextAsync(unshipped, "#nullable enable\r\n*REMOVED*A.Renamed\r\na.New() -> void\r\nA.New\r\nB\r\n");

        for (var time = 1; time <= 2; time++)
        {
            var run = await Dotnet.Run(["run", command]);
            Assert.True(run.ExitCode == 0, run.Output + run.Errors);
            Assert.Equal("#nullable enable\nA.Kept\nA.New\nB\na.New() -> void\n", await File.ReadAllTextAsync(shipped));
            Assert.Equal("#nullable enable\n", await File.ReadAllTextAsync(unshipped));
        }

        Assert.Equal([Path.GetDirectoryName(shipped)!, shipped, unshipped, command], directory.Entries.Order(StringComparer.Ordinal));
    }
}
