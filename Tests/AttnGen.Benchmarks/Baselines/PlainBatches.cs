using static TorchSharp.torch;

namespace AttnGen.Benchmarks.Baselines;

/// <summary>Batches as a user of TorchSharp makes them: shuffled, of a fixed number of texts, each filled up to its longest.</summary>
internal static class PlainBatches
{
    public const int Size = 16;

    public static IEnumerable<(Tensor Ids, Tensor Mask, Tensor Labels)> Epoch(IReadOnlyList<(int[] Ids, int Label)> examples, int seed)
    {
        var order = Enumerable.Range(0, examples.Count).ToArray();
        new Random(seed).Shuffle(order);
        foreach (var chunk in order.Chunk(Size))
        {
            var longest = chunk.Max(index => examples[index].Ids.Length);
            var ids = new long[chunk.Length, longest];
            var mask = new long[chunk.Length, longest];
            for (var row = 0; row < chunk.Length; row++)
            {
                var text = examples[chunk[row]].Ids;
                for (var column = 0; column < text.Length; column++)
                {
                    ids[row, column] = text[column];
                    mask[row, column] = 1;
                }
            }

            using var tokens = tensor(ids);
            using var attended = tensor(mask);
            using var labels = tensor(chunk.Select(index => (long)examples[index].Label).ToArray());
            yield return (tokens, attended, labels);
        }
    }
}
