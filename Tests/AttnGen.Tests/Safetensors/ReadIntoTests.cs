using AttnGen.Safetensors;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Tests.Safetensors;

/// <summary>Values that are read into a tensor that is there, against the same values written by TorchSharp.</summary>
public sealed class ReadIntoTests : IDisposable
{
    private static readonly ScalarType[] Types = [ScalarType.Float32, ScalarType.Float64, ScalarType.Float16, ScalarType.BFloat16, ScalarType.Int64, ScalarType.Int32, ScalarType.Bool];

    // The last one is longer than the buffer that values are converted in.
    private static readonly long[][] Shapes = [[], [0], [0, 3], [1], [5], [3, 4], [2, 3, 4], [1025, 1024]];

    private readonly string file = Path.Combine(Directory.CreateTempSubdirectory().FullName, "x.safetensors");

    [Fact]
    public void Every_type_and_shape_is_read_into_every_type()
    {
        var seed = Random.Shared.Next();
        manual_seed(seed);
        using var scope = NewDisposeScope();
        var sources = (from type in Types from shape in Shapes select (Name: $"{type} [{string.Join(", ", shape)}]", Value: (randn(shape) * 3).to(type))).ToList();
        Write([.. sources]);
        using var read = SafetensorsFile.Open(file);
        foreach (var (name, value) in sources)
        {
            Assert.True(value.Equals(read.ReadTensor(name)), $"{name} with seed {seed}");
            foreach (var type in Types)
            {
                using var inside = NewDisposeScope();
                var target = ones(value.shape, dtype: type);
                read.ReadInto(name, target);
                Assert.True(value.to(type).Equals(target), $"{name} into {type} with seed {seed}");
            }
        }
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void A_slice_of_another_tensor_gets_its_values_and_the_rest_is_left(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var value = arange(12, dtype: ScalarType.Float32).view(3, 4);
        Write(("first", ones(7)), ("x", value));
        using var read = SafetensorsFile.Open(file);

        var rows = zeros(5, 4, dtype: type);
        read.ReadInto("x", rows.narrow(0, 1, 3));
        Assert.True(cat([zeros(1, 4), value, zeros(1, 4)]).Equals(rows.to(ScalarType.Float32)));

        var columns = zeros(3, 6, dtype: type);
        read.ReadInto("x", columns.narrow(1, 1, 4));
        Assert.True(cat([zeros(3, 1), value, zeros(3, 1)], 1).Equals(columns.to(ScalarType.Float32)));

        var transposed = zeros(4, 3, dtype: type);
        read.ReadInto("x", transposed.t());
        Assert.True(value.t().Equals(transposed.to(ScalarType.Float32)));
    }

    [Fact]
    public void What_is_no_place_for_the_values_is_named_and_unchanged()
    {
        using var scope = NewDisposeScope();
        Write(("x", ones(3, 4)));
        using var read = SafetensorsFile.Open(file);
        var target = zeros(4, 3);
        var problem = Assert.Throws<ArgumentException>(() => read.ReadInto("x", target));
        Assert.Contains("'x' is [3, 4]", problem.Message, StringComparison.Ordinal);
        Assert.Contains("[4, 3]", problem.Message, StringComparison.Ordinal);
        Assert.True(zeros(4, 3).Equals(target));
        Assert.Throws<KeyNotFoundException>(() => read.ReadInto("y", target));
        Assert.Throws<ArgumentNullException>(() => read.ReadInto("x", null!));
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void A_trained_weight_records_nothing_and_a_backward_pass_that_needs_its_old_values_says_so(ScalarType type)
    {
        using var scope = NewDisposeScope();
        Write(("x", ones(3)));
        using var read = SafetensorsFile.Open(file);
        var weight = nn.Parameter(zeros(3, dtype: type));
        var loss = (weight * weight).sum();
        read.ReadInto("x", weight);
        Assert.True(weight is { is_leaf: true, requires_grad: true });
        Assert.True(ones(3, dtype: type).Equals(weight));
        Assert.Contains("modified by an inplace operation", Assert.ThrowsAny<Exception>(() => loss.backward()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tensors_are_read_in_any_order_and_again()
    {
        using var scope = NewDisposeScope();
        Write(("a", full(1000, 1f)), ("b", full(1000, 2f)), ("c", full(1000, 3f)));
        using var read = SafetensorsFile.Open(file);
        foreach (var (name, expected) in new[] { ("c", 3f), ("a", 1f), ("b", 2f), ("a", 1f) })
        {
            var target = zeros(1000);
            read.ReadInto(name, target);
            Assert.True(full(1000, expected).Equals(target), name);
        }
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);

    private void Write(params (string Name, Tensor Value)[] tensors) => SafetensorsWriter.Write(file, tensors.Select(each => KeyValuePair.Create(each.Name, each.Value)));
}
