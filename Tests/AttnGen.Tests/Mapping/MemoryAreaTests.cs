using AttnGen.Mapping;
using static TorchSharp.torch;

namespace AttnGen.Tests.Mapping;

/// <summary>Which views of one matrix have an element in common, against a list of their elements.</summary>
public sealed class MemoryAreaTests
{
    private const int Rows = 6;
    private const int Columns = 12;

    [Fact]
    public void Blocks_of_columns_and_what_has_no_gaps_overlap_where_they_have_an_element_in_common()
    {
        using var scope = NewDisposeScope();
        using var matrix = zeros(Rows, Columns);
        List<Tensor> views = [matrix, matrix.t(), matrix[2], matrix.narrow(0, 1, 3), matrix.narrow(0, 4, 2).t(), matrix.view(-1).narrow(0, 17, 30)];
        foreach (var (first, count) in new[] { (0, 4), (3, 4), (4, 4), (8, 4), (11, 1), (0, 11) })
        {
            views.AddRange([matrix.narrow(1, first, count), matrix.narrow(1, first, count).t()]);
        }

        foreach (var (one, other) in views.SelectMany(one => views.Select(other => (one, other))))
        {
            Assert.True(Overlap(one, other) == Elements(one).Overlaps(Elements(other)), $"{Text(one)} and {Text(other)}");
        }
    }

    [Fact]
    public void No_element_in_common_is_missed_in_any_layout()
    {
        using var scope = NewDisposeScope();
        var all = zeros(4, 3, 5, 2);
        List<Tensor> views = [all.narrow(1, 1, 1), all.narrow(3, 1, 1), all.permute(2, 0, 3, 1).narrow(0, 1, 2), all.select(2, 3), all.view(-1).slice(0, 1, 100, 7), all.view(-1).slice(0, 2, 100, 3), all[1, 1, 1, 1], all[1, 1, 1, 1].expand(4, 5)];
        foreach (var (one, other) in views.SelectMany(one => views.Select(other => (one, other))).Where(pair => Elements(pair.one).Overlaps(Elements(pair.other))))
        {
            Assert.True(Overlap(one, other), $"{Text(one)} and {Text(other)}");
        }
    }

    private static bool Overlap(Tensor one, Tensor other)
    {
        var (first, second) = (MemoryArea.Of(one), MemoryArea.Of(other));
        return first.Start <= second.Start ? first.Overlaps(second) : second.Overlaps(first);
    }

    private static HashSet<long> Elements(Tensor view)
    {
        IEnumerable<long> offsets = [view.storage_offset()];
        foreach (var (count, stride) in view.shape.Zip(view.stride()))
        {
            offsets = offsets.SelectMany(offset => Enumerable.Range(0, (int)count).Select(i => offset + (i * stride)));
        }

        return [.. offsets];
    }

    private static string Text(Tensor view) => $"[{string.Join(", ", view.shape)}] by [{string.Join(", ", view.stride())}] from {view.storage_offset()}";
}
