using AttnGen.Gpu.Devices;

namespace AttnGen.Gpu.Tests;

public sealed class LibTorchMatchTests
{
    [Fact]
    public void The_libtorch_that_TorchSharp_was_compiled_with_has_all_that_it_asks_for()
    {
        var match = LibTorchMatch.Current();
        Assert.StartsWith("2.10.", match.Version, StringComparison.Ordinal);
        Assert.Empty(match.Missing);
        Assert.True(match.IsExact);
        Assert.Null(match.Advice);
    }

    [Fact]
    public void Another_version_and_missing_functions_are_said_with_what_to_do()
    {
        var other = new LibTorchMatch("2.11.0", "2.10.0.0", []).Advice;
        Assert.Contains("libtorch 2.11.0", other, StringComparison.Ordinal);
        Assert.Contains("ATTNGEN_LIBTORCH", other, StringComparison.Ordinal);
        var lacking = new LibTorchMatch("2.10.1", "2.10.0.0", ["a", "b", "c", "d", "e", "f"]).Advice;
        Assert.Contains("6 functions", lacking, StringComparison.Ordinal);
        Assert.Contains("(a, b, c, d, e, ...)", lacking, StringComparison.Ordinal);
        Assert.NotNull(new LibTorchMatch(null, "2.10.0.0", []).Advice);
    }

    [Fact]
    public void What_a_library_asks_for_is_read_from_its_file_and_a_damaged_file_has_nothing()
    {
        var file = File.ReadAllBytes(LoadedLibraries.Find("libtorch_cpu.so") is { } path ? Path.Combine(Path.GetDirectoryName(path)!, "libc10.so") : throw new InvalidOperationException("libtorch is not loaded."));
        Assert.Contains("malloc", ElfSymbols.Undefined(file));
        Assert.Empty(ElfSymbols.Undefined([]));
        Assert.Empty(ElfSymbols.Undefined("no library"u8.ToArray()));
        var random = new Random(7);
        for (var i = 0; i < 200; i++)
        {
            var damaged = file[..random.Next(64, 4096)];
            random.NextBytes(damaged.AsSpan(6, 58));
            _ = ElfSymbols.Undefined(damaged);
        }
    }
}
