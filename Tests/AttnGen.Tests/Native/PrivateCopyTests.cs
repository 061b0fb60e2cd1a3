using AttnGen.NativeLoading;

namespace AttnGen.Tests.Native;

/// <summary>Where no place can take the private copy.</summary>
public sealed class PrivateCopyTests
{
    [Fact]
    public void Each_place_that_failed_is_named_and_nothing_is_left_in_it()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.False(OperatingSystem.IsLinux());
            return;
        }

        using var sound = new OwnDirectory();
        using var open = new OwnDirectory();
        File.SetUnixFileMode(open.Path, (UnixFileMode)0b111_111_111);
        var file = Path.Combine(sound.Path, "file");
        File.WriteAllText(file, "");
        var noLibrary = new byte[100];

        Assert.False(OlderLinux.LoadPrivateCopy(noLibrary, [sound.Path, open.Path, "/proc", "/there/is/no/such/directory", file], out var problem));

        Assert.All([sound.Path, open.Path + ": everybody may rename", "/proc: ", "/there/is/no/such/directory: ", file + ": "], part => Assert.Contains(part, problem, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', problem);
        Assert.Equal([file], sound.Entries);
        Assert.Empty(open.Entries);
    }

    [Fact]
    public void Without_a_place_that_is_said()
    {
        Assert.False(OlderLinux.LoadPrivateCopy([1], [], out var problem));
        Assert.Equal("there is no temporary directory", problem);
    }
}
