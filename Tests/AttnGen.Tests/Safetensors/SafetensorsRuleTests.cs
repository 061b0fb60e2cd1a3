using System.Buffers.Binary;
using System.Text;
using AttnGen.Safetensors;
using static TorchSharp.torch;

namespace AttnGen.Tests.Safetensors;

/// <summary>One lying file a rule of the format.</summary>
public sealed class SafetensorsRuleTests : IDisposable
{
    private const string Entry = "{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";

    private readonly string file = Path.Combine(Directory.CreateTempSubdirectory().FullName, "x.safetensors");

    public static TheoryData<string, string, int> Lies => new()
    {
        { "empty header", "", 0 },
        { "no brace first", " {}", 0 },
        { "not an object", "[]", 0 },
        { "cut JSON", "{\"a\":", 0 },
        { "something behind the brace", "{}{}", 0 },
        { "a tensor twice", $"{{\"a\":{Entry},\"a\":{Entry}}}", 8 },
        { "metadata that is no string", "{\"__metadata__\":{\"a\":1}}", 0 },
        { "metadata twice", "{\"__metadata__\":{},\"__metadata__\":{}}", 0 },
        { "unknown dtype", "{\"a\":{\"dtype\":\"F33\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8 },
        { "no dtype", "{\"a\":{\"shape\":[2],\"data_offsets\":[0,8]}}", 8 },
        { "unknown property", "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"x\":1}}", 8 },
        { "negative size", "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}", 8 },
        { "fractional size", "{\"a\":{\"dtype\":\"F32\",\"shape\":[2.5],\"data_offsets\":[0,8]}}", 8 },
        { "length unlike the shape", "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}", 8 },
        { "a product that overflows", "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,8]}}", 8 },
        { "end before begin", "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}", 8 },
        { "a gap", "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}", 12 },
        { "an overlap", $"{{\"a\":{Entry},\"b\":{{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}}}", 12 },
        { "bytes behind the tensors", $"{{\"a\":{Entry}}}", 9 },
        { "truncated tensors", $"{{\"a\":{Entry}}}", 7 },
        { "half a byte", "{\"a\":{\"dtype\":\"F4\",\"shape\":[3],\"data_offsets\":[0,1]}}", 1 },
        { "deep nesting", new string('[', 100_000).Insert(0, "{\"a\":"), 0 },
        { "one offset", "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0]}}", 8 },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public void A_lie_is_refused_with_the_files_name(string what, string header, int dataBytes)
    {
        File.WriteAllBytes(file, Compose(header, dataBytes));
        var problem = Assert.Throws<SafetensorsException>(() => SafetensorsFile.Open(file).Dispose());
        Assert.True(problem.Message.Contains(file, StringComparison.Ordinal), what);
    }

    [Fact]
    public void A_header_longer_than_the_file_or_the_format_is_refused_without_memory_for_it()
    {
        foreach (var length in new[] { 100UL, 99_999_999UL, 100_000_001UL, ulong.MaxValue })
        {
            var bytes = new byte[20];
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
            File.WriteAllBytes(file, bytes);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Throws<SafetensorsException>(() => SafetensorsFile.Open(file));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        }

        File.WriteAllBytes(file, new byte[3]);
        Assert.Throws<SafetensorsException>(() => SafetensorsFile.Open(file));
    }

    [Fact]
    public void Invalid_utf8_is_refused()
    {
        var bytes = Compose("{\"__metadata__\":{\"a\":\"xx\"}}", 0);
        bytes[Array.IndexOf(bytes, (byte)'x')] = 0xff;
        File.WriteAllBytes(file, bytes);
        Assert.Throws<SafetensorsException>(() => SafetensorsFile.Open(file));
    }

    [Fact]
    public void A_file_written_by_hand_from_the_description_is_read()
    {
        File.WriteAllBytes(file, Compose($"{{\"__metadata__\":{{\"format\":\"pt\"}},\"a\":{Entry}}}  ", 8));
        using var opened = SafetensorsFile.Open(file);
        using var tensor = opened.ReadTensor("a");
        Assert.Equal("pt", opened.Metadata["format"]);
        Assert.Equal([2L], tensor.shape);
        Assert.Equal([BitConverter.ToSingle([0, 1, 2, 3]), BitConverter.ToSingle([4, 5, 6, 7])], tensor.data<float>().ToArray());
        Assert.Throws<KeyNotFoundException>(() => opened.ReadTensor("b"));
    }

    [Fact]
    public void A_type_that_TorchSharp_lacks_is_refused_when_it_is_read()
    {
        File.WriteAllBytes(file, Compose("{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[2],\"data_offsets\":[0,2]}}", 2));
        using var opened = SafetensorsFile.Open(file);
        Assert.Contains("F8_E4M3", Assert.Throws<SafetensorsException>(() => opened.ReadTensor("a")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_type_and_shape_comes_back_and_is_aligned()
    {
        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>
        {
            ["f32"] = randn(3, 4), ["f64"] = randn([2], dtype: ScalarType.Float64), ["f16"] = randn(5).to(ScalarType.Float16), ["bf16"] = randn(7).to(ScalarType.BFloat16),
            ["i64"] = arange(3, dtype: ScalarType.Int64), ["i32"] = arange(3, dtype: ScalarType.Int32), ["i16"] = arange(3, dtype: ScalarType.Int16), ["i8"] = arange(3, dtype: ScalarType.Int8),
            ["u8"] = arange(3, dtype: ScalarType.Byte), ["bool"] = tensor(new[] { true, false, true }), ["scalar"] = tensor(1.5f), ["none"] = zeros(0, 3), ["turned"] = randn(3, 5).t(),
        };
        SafetensorsWriter.Write(file, tensors, new Dictionary<string, string> { ["ü"] = "\"\n" });
        using var opened = SafetensorsFile.Open(file);
        Assert.Equal("\"\n", opened.Metadata["ü"]);
        Assert.Equal(tensors.Count, opened.Entries.Count);
        Assert.All(opened.Entries, entry => Assert.Equal(0, entry.Offset % Math.Max(1, entry.Type.Bits / 8)));
        Assert.All(tensors, entry => Assert.True(entry.Value.Equals(opened.ReadTensor(entry.Key)), entry.Key));
        Assert.Equal(0, BinaryPrimitives.ReadInt64LittleEndian(File.ReadAllBytes(file)) % 8);
    }

    [Fact]
    public void A_smaller_file_over_a_larger_one_has_no_tail()
    {
        SafetensorsWriter.Write(file, [KeyValuePair.Create("a", zeros(1000))]);
        SafetensorsWriter.Write(file, [KeyValuePair.Create("a", zeros(1))]);
        using var opened = SafetensorsFile.Open(file);
        Assert.Equal([1L], opened.Entries[0].Shape);
    }

    [Fact]
    public void Names_twice_or_reserved_are_refused_and_nothing_is_written()
    {
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(file, [KeyValuePair.Create("a", zeros(1)), KeyValuePair.Create("a", zeros(1))]));
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(file, [KeyValuePair.Create("__metadata__", zeros(1))]));
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(file)!));
    }

    [Fact]
    public void A_thousand_mutations_are_read_or_refused()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var sound = Compose($"{{\"__metadata__\":{{\"format\":\"pt\"}},\"a\":{Entry},\"b\":{{\"dtype\":\"F16\",\"shape\":[2,1],\"data_offsets\":[8,12]}}}}", 12);
        for (var mutation = 0; mutation < 1000; mutation++)
        {
            var bytes = sound.ToArray();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            File.WriteAllBytes(file, random.Next(4) == 0 ? bytes[..random.Next(bytes.Length)] : bytes);
            try
            {
                using var opened = SafetensorsFile.Open(file);
                foreach (var entry in opened.Entries.Where(entry => entry.Type.Scalar is not null))
                {
                    opened.ReadTensor(entry.Name).Dispose();
                }
            }
            catch (SafetensorsException)
            {
                continue;
            }
            catch (Exception problem)
            {
                Assert.Fail($"{problem} (seed {seed}, mutation {mutation})");
            }
        }
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);

    private static byte[] Compose(string header, int dataBytes)
    {
        var json = Encoding.UTF8.GetBytes(header);
        var bytes = new byte[8 + json.Length + dataBytes];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, json.Length);
        json.CopyTo(bytes, 8);
        for (var i = 0; i < dataBytes; i++)
        {
            bytes[8 + json.Length + i] = (byte)i;
        }

        return bytes;
    }
}
