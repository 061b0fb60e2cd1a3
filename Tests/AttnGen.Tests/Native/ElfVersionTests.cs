using System.Buffers.Binary;
using System.Diagnostics;
using AttnGen.NativeLoading;

namespace AttnGen.Tests.Native;

/// <summary>Marking a needed symbol version as weak, in the real library and in damaged ones.</summary>
public sealed class ElfVersionTests
{
    private const string Version = "GLIBCXX_3.4.32";

    private static readonly Lazy<byte[]> Library = new(() => File.ReadAllBytes(
        Directory.EnumerateFiles(AppContext.BaseDirectory, "libLibTorchSharp.so", SearchOption.AllDirectories).First()));

    [Fact]
    public void One_bit_of_the_real_library_is_changed_and_a_second_time_none()
    {
        var marked = Library.Value.ToArray();

        Assert.True(OlderLinux.MarkWeak(marked, Version));

        var changed = Enumerable.Range(0, marked.Length).Where(i => marked[i] != Library.Value[i]).ToList();
        var only = Assert.Single(changed);
        Assert.Equal(Library.Value[only] | 2, marked[only]);
        var again = marked.ToArray();
        Assert.True(OlderLinux.MarkWeak(again, Version));
        Assert.Equal(marked, again);
    }

    [Theory]
    [InlineData("GLIBCXX_3.4.3")]
    [InlineData("GLIBCXX_3.4.320")]
    [InlineData("")]
    public void A_version_that_is_not_needed_changes_nothing(string version)
    {
        var file = Library.Value.ToArray();
        Assert.False(OlderLinux.MarkWeak(file, version));
        Assert.Equal(Library.Value, file);
    }

    [Fact]
    public void Truncated_files_are_refused_or_read_but_never_throw()
    {
        var random = new Random(20);
        var lengths = Enumerable.Range(0, 100).Concat(Enumerable.Range(0, 200).Select(_ => random.Next(Library.Value.Length)));
        foreach (var length in lengths)
        {
            // The section headers stand at the end of the file, so that every truncation loses some.
            var file = Library.Value.AsSpan(0, length).ToArray();
            var problem = Record.Exception(() => OlderLinux.MarkWeak(file, Version));
            Assert.True(problem is null, $"length {length}: {problem}");
            Assert.Equal(length, file.Length);
        }
    }

    [Fact]
    public void Damaged_headers_never_throw_nor_hang()
    {
        var work = Library.Value.ToArray();
        var interesting = Interesting();
        var clock = Stopwatch.StartNew();
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var undo = new List<(int At, byte Value)>();
            for (var flips = random.Next(1, 8); flips > 0; flips--)
            {
                var (start, length) = interesting[random.Next(interesting.Count)];
                var at = start + random.Next(length);
                undo.Add((at, work[at]));
                work[at] = random.Next(2) == 0 ? (byte)random.Next(256) : (byte)(work[at] ^ (1 << random.Next(8)));
            }

            var before = work.ToArray();
            var problem = Record.Exception(() => OlderLinux.MarkWeak(work, Version));
            Assert.True(problem is null, $"seed {seed}: {problem}");
            var changed = before.AsSpan().CommonPrefixLength(work);
            if (changed < work.Length)
            {
                Assert.True(before.AsSpan(changed + 1).SequenceEqual(work.AsSpan(changed + 1)), $"seed {seed}: more than one byte was changed");
                work[changed] = before[changed];
            }

            for (var i = undo.Count - 1; i >= 0; i--)
            {
                work[undo[i].At] = undo[i].Value;
            }
        }

        Assert.Equal(Library.Value, work);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"{clock.Elapsed}");
    }

    [Fact]
    public void A_chain_that_claims_to_be_endless_ends()
    {
        var file = new byte[1 << 20];
        Library.Value.AsSpan(0, 64).CopyTo(file);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(0x28), 64);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(0x3A), 0);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(0x3C), ushort.MaxValue);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(68), 0x6ffffffe);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(64 + 24), 256);
        for (var at = 256; at + 16 <= file.Length; at += 4)
        {
            // Each word is a count, an offset and a step of one at once.
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), 0xFFFF0001);
        }

        var clock = Stopwatch.StartNew();
        Assert.False(OlderLinux.MarkWeak(file, Version));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"{clock.Elapsed}");
    }

    /// <summary>The bytes that say where things are: the file header, and the header and content of the needed versions' section.</summary>
    private static List<(int Start, int Length)> Interesting()
    {
        var file = Library.Value;
        var sections = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(0x28));
        var count = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(0x3C));
        var needs = Enumerable.Range(0, count).Select(i => sections + (i * 64)).First(at => BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 4)) == 0x6ffffffe);
        var content = ((int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(needs + 24)), (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(needs + 32)));
        return [(0, 64), (needs, 64), content, (sections, count * 64)];
    }
}
